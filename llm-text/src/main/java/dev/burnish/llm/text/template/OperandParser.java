package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Syntax.Attribute;
import dev.burnish.llm.text.template.Syntax.Call;
import dev.burnish.llm.text.template.Syntax.Constant;
import dev.burnish.llm.text.template.Syntax.Expression;
import dev.burnish.llm.text.template.Syntax.Filter;
import dev.burnish.llm.text.template.Syntax.FilterCall;
import dev.burnish.llm.text.template.Syntax.Inputs;
import dev.burnish.llm.text.template.Syntax.Item;
import dev.burnish.llm.text.template.Syntax.ListLiteral;
import dev.burnish.llm.text.template.Syntax.MapLiteral;
import dev.burnish.llm.text.template.Syntax.Name;
import dev.burnish.llm.text.template.Syntax.Not;
import dev.burnish.llm.text.template.Syntax.Slice;
import dev.burnish.llm.text.template.Syntax.Test;
import dev.burnish.llm.text.template.Syntax.TupleLiteral;
import dev.burnish.llm.text.template.Token.Kind;
import dev.burnish.llm.text.template.Values.None;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses what operators work on: literals, names, and the accesses, calls, filters and tests behind them. */
final class OperandParser {

    private final TokenStream tokens;
    private final ExpressionParser expressions;

    OperandParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression primary() {
        Token token = tokens.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME ->
                switch (token.text()) {
                    case "true", "True" -> new Constant(true, line);
                    case "false", "False" -> new Constant(false, line);
                    case "none", "None" -> new Constant(None.NONE, line);
                    default -> new Name(token.text(), line);
                };
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.current().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Constant(text.toString(), line);
            }
            case INTEGER -> new Constant(whole(token), line);
            case FLOAT -> new Constant(Double.parseDouble(token.text()), line);
            default ->
                switch (token.text()) {
                    case "(" -> parenthesized(line);
                    case "[" -> new ListLiteral(list("]", expressions::expression), line);
                    case "{" -> map(line);
                    default -> throw tokens.unexpected(token, "an expression");
                };
        };
    }

    private static long whole(Token token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException e) {
            throw Failure.unsupported("a whole number needs more than 64 bits").at(token.line());
        }
    }

    private Expression parenthesized(int line) {
        if (tokens.skipOperator(")")) {
            return new TupleLiteral(List.of(), line);
        }
        Expression inner = expressions.tuple(
                expressions::expression, () -> tokens.current().isOperator(")"));
        tokens.expectOperator(")");
        return inner;
    }

    /** Items with commas between, up to and including the closing bracket. */
    private <T> List<T> list(String end, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        while (!tokens.skipOperator(end)) {
            items.add(item.get());
            if (!tokens.current().isOperator(end)) {
                tokens.expectOperator(",");
            }
        }
        return items;
    }

    private Expression map(int line) {
        List<Expression> values = new ArrayList<>();
        List<Expression> keys = list("}", () -> {
            Expression key = expressions.expression();
            tokens.expectOperator(":");
            values.add(expressions.expression());
            return key;
        });
        return new MapLiteral(keys, values, line);
    }

    Expression postfix(Expression target) {
        Expression value = target;
        while (true) {
            int line = tokens.line();
            if (tokens.skipOperator(".")) {
                Token part = tokens.next();
                value = switch (part.kind()) {
                    case NAME -> new Attribute(value, part.text(), line);
                    case INTEGER -> new Item(value, new Constant(whole(part), line), line);
                    default -> throw tokens.unexpected(part, "a name or number");
                };
            } else if (tokens.skipOperator("[")) {
                value = subscript(value, line);
            } else if (tokens.current().isOperator("(")) {
                value = new Call(value, inputs(), line);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression target, int line) {
        Expression start = tokens.current().isOperator(":") ? null : expressions.expression();
        if (start != null && !tokens.current().isOperator(":")) {
            if (tokens.current().isOperator(",")) {
                throw Failure.unsupported("a subscript of several parts is not supported")
                        .at(line);
            }
            tokens.expectOperator("]");
            return new Item(target, start, line);
        }
        tokens.expectOperator(":");
        Expression stop = sliceBound();
        Expression step = tokens.skipOperator(":") ? sliceBound() : null;
        tokens.expectOperator("]");
        return new Slice(target, start, stop, step, line);
    }

    private @Nullable Expression sliceBound() {
        boolean absent = tokens.current().isOperator(":") || tokens.current().isOperator("]");
        return absent ? null : expressions.expression();
    }

    private Inputs inputs() {
        tokens.expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        List<Boolean> unused = list(")", () -> {
            Token token = tokens.current();
            if (token.isOperator("*") || token.isOperator("**")) {
                throw Failure.unsupported("unpacking arguments with " + token.text() + " is not supported")
                        .at(token.line());
            }
            if (token.kind() == Kind.NAME && tokens.following().isOperator("=")) {
                tokens.next();
                tokens.next();
                return named.put(token.text(), expressions.expression()) == null;
            }
            if (!named.isEmpty()) {
                throw Failure.syntax("a positional argument follows a named one")
                        .at(token.line());
            }
            return positional.add(expressions.expression());
        });
        return unused.isEmpty() ? Inputs.NONE : new Inputs(positional, named);
    }

    Expression filtersAndTests(Expression input) {
        Expression value = input;
        while (true) {
            int line = tokens.line();
            if (tokens.skipOperator("|")) {
                value = new Filter(value, filterCall(), line);
            } else if (tokens.skipName("is")) {
                value = test(value, line);
            } else if (tokens.current().isOperator("(")) {
                value = new Call(value, inputs(), line);
            } else {
                return value;
            }
        }
    }

    FilterCall filterCall() {
        Token name = tokens.expectName();
        if (!Filters.exists(name.text())) {
            throw Failure.unsupported("there is no filter '" + name.text() + "'")
                    .at(name.line());
        }
        boolean called = tokens.current().isOperator("(");
        return new FilterCall(name.text(), called ? inputs() : Inputs.NONE, name.line());
    }

    private Expression test(Expression input, int line) {
        boolean negated = tokens.skipName("not");
        Token name = tokens.expectName();
        if (!Tests.exists(name.text())) {
            throw Failure.unsupported("there is no test '" + name.text() + "'").at(name.line());
        }
        Inputs inputs = Inputs.NONE;
        if (tokens.current().isOperator("(")) {
            inputs = inputs();
        } else if (startsTestArgument()) {
            inputs = new Inputs(List.of(postfix(primary())), Map.of());
        }
        Expression test = new Test(input, name.text(), inputs, line);
        return negated ? new Not(test, line) : test;
    }

    private boolean startsTestArgument() {
        Token token = tokens.current();
        if (token.isName("is")) {
            throw Failure.syntax("tests cannot be chained with is").at(token.line());
        }
        return switch (token.kind()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            default -> token.isOperator("[") || token.isOperator("{");
        };
    }
}
