package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Expression.Inputs;
import dev.burnish.llm.text.template.Expression.Operator;
import dev.burnish.llm.text.template.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses expressions by the precedence of their {@link Operator}s. */
final class ExpressionParser {

    private final Cursor cursor;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Expression expression() {
        int line = cursor.line();
        Expression value = withoutConditional();
        while (cursor.skipName("if")) {
            Expression test = withoutConditional();
            Expression otherwise = null;
            if (cursor.skipName("else")) {
                cursor.enter();
                otherwise = expression();
                cursor.leave();
            }
            value = new Expression.Conditional(test, value, otherwise, line);
        }
        return value;
    }

    /** An expression after which {@code if} means something else. */
    Expression withoutConditional() {
        cursor.enter();
        Expression value = operation(0);
        cursor.leave();
        return value;
    }

    /** Operands with operators between that bind tighter than the given. */
    private Expression operation(int looser) {
        int line = cursor.line();
        Expression left = looser < Operator.COMPARISON ? operand() : filtersAndTests(signed());
        for (Operator operator = operator(); operator != null && operator.binding > looser; operator = operator()) {
            skip(operator);
            left = new Expression.Binary(operator, left, operation(operator.binding), line);
            Operator next = operator();
            if (operator.binding == Operator.COMPARISON && next != null && next.binding == Operator.COMPARISON) {
                throw Failure.unsupported("chained comparisons are not supported; join two with and")
                        .at(line);
            }
        }
        return left;
    }

    private @Nullable Operator operator() {
        Token token = cursor.current();
        boolean notIn = token.isName("not") && cursor.following().isName("in");
        String symbol = notIn ? Operator.NOT_IN.symbol : token.text();
        if (token.kind() == Kind.OPERATOR || token.kind() == Kind.NAME) {
            for (Operator operator : Operator.values()) {
                if (operator.symbol.equals(symbol)) {
                    return operator;
                }
            }
        }
        return null;
    }

    private void skip(Operator operator) {
        cursor.next();
        if (operator == Operator.NOT_IN) {
            cursor.next();
        }
    }

    /** A negation, which cannot stand behind an operator that binds tighter, or what it may negate. */
    private Expression operand() {
        int line = cursor.line();
        if (cursor.skipName("not")) {
            cursor.enter();
            Expression negated = operation(Operator.COMPARISON - 1);
            cursor.leave();
            return new Expression.Not(negated, line);
        }
        return filtersAndTests(signed());
    }

    private Expression signed() {
        int line = cursor.line();
        if (cursor.skipOperator("-")) {
            cursor.enter();
            Expression operand = signed();
            cursor.leave();
            return new Expression.Negative(operand, line);
        }
        return accesses(primary());
    }

    private Expression primary() {
        Token token = cursor.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> new Expression.Constant(text(token), line);
            case INTEGER -> new Expression.Constant(whole(token), line);
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesized(line);
                    case "[" -> new Expression.ListLiteral(items("]"), false, line);
                    case "{" -> map(line);
                    default -> throw cursor.unexpected(token, "an expression");
                };
            default -> throw cursor.unexpected(token, "an expression");
        };
    }

    private static Expression name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Constant(true, token.line());
            case "false", "False" -> new Expression.Constant(false, token.line());
            case "none", "None" -> new Expression.Constant(Values.None.NONE, token.line());
            default -> new Expression.Name(token.text(), token.line());
        };
    }

    /** Strings that follow one another are one. */
    private String text(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (cursor.current().kind() == Kind.STRING) {
            text.append(cursor.next().text());
        }
        return text.toString();
    }

    private static long whole(Token token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException e) {
            throw Failure.unsupported("a whole number needs more than 64 bits").at(token.line());
        }
    }

    private Expression parenthesized(int line) {
        if (cursor.skipOperator(")")) {
            return new Expression.ListLiteral(List.of(), true, line);
        }
        Expression first = expression();
        if (cursor.skipOperator(")")) {
            return first;
        }
        cursor.expectOperator(",");
        List<Expression> items = new ArrayList<>(List.of(first));
        items.addAll(items(")"));
        return new Expression.ListLiteral(items, true, line);
    }

    /** Expressions with commas between, up to and including the closing bracket. */
    private List<Expression> items(String end) {
        List<Expression> items = new ArrayList<>();
        while (!cursor.skipOperator(end)) {
            items.add(expression());
            separator(end);
        }
        return items;
    }

    private void separator(String end) {
        if (!cursor.current().isOperator(end)) {
            cursor.expectOperator(",");
        }
    }

    private Expression map(int line) {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!cursor.skipOperator("}")) {
            keys.add(expression());
            cursor.expectOperator(":");
            values.add(expression());
            separator("}");
        }
        return new Expression.MapLiteral(keys, values, line);
    }

    private Expression accesses(Expression target) {
        Expression value = target;
        while (true) {
            int line = cursor.line();
            if (cursor.skipOperator(".")) {
                value = new Expression.Attribute(value, cursor.expectName(), line);
            } else if (cursor.skipOperator("[")) {
                value = subscript(value, line);
            } else if (cursor.skipOperator("(")) {
                value = new Expression.Call(value, inputs(), line);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression target, int line) {
        Expression start = cursor.current().isOperator(":") ? null : expression();
        if (start != null && cursor.skipOperator("]")) {
            return new Expression.Item(target, start, line);
        }
        cursor.expectOperator(":");
        Expression stop = sliceBound();
        Expression step = cursor.skipOperator(":") ? sliceBound() : null;
        cursor.expectOperator("]");
        return new Expression.Slice(target, start, stop, step, line);
    }

    private @Nullable Expression sliceBound() {
        boolean absent = cursor.current().isOperator(":") || cursor.current().isOperator("]");
        return absent ? null : expression();
    }

    /** The arguments of a call, behind its opening bracket. */
    private Inputs inputs() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!cursor.skipOperator(")")) {
            Token token = cursor.current();
            if (token.isOperator("*")) {
                throw Failure.unsupported("unpacking arguments with * is not supported")
                        .at(token.line());
            }
            if (token.kind() == Kind.NAME && cursor.following().isOperator("=")) {
                cursor.next();
                cursor.next();
                named.put(token.text(), expression());
            } else if (named.isEmpty()) {
                positional.add(expression());
            } else {
                throw Failure.syntax("a positional argument follows a named one")
                        .at(token.line());
            }
            separator(")");
        }
        return new Inputs(positional, named);
    }

    private Expression filtersAndTests(Expression input) {
        Expression value = input;
        while (true) {
            int line = cursor.line();
            if (cursor.skipOperator("|")) {
                String filter = known("filter", cursor.expectName(), Filters.NAMES, line);
                value = new Expression.Filter(value, filter, cursor.skipOperator("(") ? inputs() : Inputs.NONE, line);
            } else if (cursor.skipName("is")) {
                value = test(value, line);
            } else {
                return value;
            }
        }
    }

    private static String known(String kind, String name, Set<String> names, int line) {
        if (!names.contains(name)) {
            throw Failure.unsupported("there is no " + kind + " '" + name + "'").at(line);
        }
        return name;
    }

    private Expression test(Expression input, int line) {
        boolean negated = cursor.skipName("not");
        String name = known("test", cursor.expectName(), Tests.NAMES, line);
        Inputs inputs = Inputs.NONE;
        if (cursor.skipOperator("(")) {
            inputs = inputs();
        } else if (startsTestArgument()) {
            inputs = new Inputs(List.of(accesses(primary())), Map.of());
        }
        Expression test = new Expression.Test(input, name, inputs, line);
        return negated ? new Expression.Not(test, line) : test;
    }

    /** Whether an argument without brackets follows, as in {@code x is equalto 1}. */
    private boolean startsTestArgument() {
        Token token = cursor.current();
        boolean name = token.kind() == Kind.NAME
                && operator() == null
                && !List.of("not", "is", "if", "else").contains(token.text());
        return name || token.kind() == Kind.STRING || token.kind() == Kind.INTEGER || token.isOperator("[");
    }
}
