package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Operators.Binary;
import dev.burnish.llm.text.template.Relations.Relation;
import dev.burnish.llm.text.template.Syntax.And;
import dev.burnish.llm.text.template.Syntax.Arithmetic;
import dev.burnish.llm.text.template.Syntax.Comparison;
import dev.burnish.llm.text.template.Syntax.Concatenation;
import dev.burnish.llm.text.template.Syntax.Conditional;
import dev.burnish.llm.text.template.Syntax.Expression;
import dev.burnish.llm.text.template.Syntax.FilterCall;
import dev.burnish.llm.text.template.Syntax.Not;
import dev.burnish.llm.text.template.Syntax.Or;
import dev.burnish.llm.text.template.Syntax.Sign;
import dev.burnish.llm.text.template.Syntax.TupleLiteral;
import dev.burnish.llm.text.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses expressions, with one method per level of precedence as in jinja2's parser: its levels differ from Python's at {@code ~}, {@code **} and the signs. */
final class ExpressionParser {

    private static final Map<String, Relation> RELATIONS = Map.of(
            "==", Relation.EQUAL,
            "!=", Relation.NOT_EQUAL,
            "<", Relation.LESS,
            "<=", Relation.LESS_OR_EQUAL,
            ">", Relation.GREATER,
            ">=", Relation.GREATER_OR_EQUAL);

    private final TokenStream tokens;
    private final OperandParser operands;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this);
    }

    FilterCall filterCall() {
        return operands.filterCall();
    }

    Expression expression() {
        return tokens.nested(this::conditional);
    }

    /** An expression that cannot be a conditional one, because {@code if} after it means something else. */
    Expression expressionBeforeIf() {
        return tokens.nested(this::or);
    }

    /** Expressions with commas between, which make a tuple; {@code end} tells where a trailing comma may stand. */
    Expression tuple(Supplier<Expression> item, BooleanSupplier end) {
        int line = tokens.line();
        List<Expression> items = new ArrayList<>();
        boolean tuple = false;
        while (!end.getAsBoolean()) {
            items.add(item.get());
            if (!tokens.skipOperator(",")) {
                break;
            }
            tuple = true;
        }
        if (!tuple && items.isEmpty()) {
            throw tokens.unexpected("an expression");
        }
        return tuple ? new TupleLiteral(items, line) : items.getFirst();
    }

    private Expression conditional() {
        int line = tokens.line();
        Expression value = or();
        while (tokens.skipName("if")) {
            Expression test = or();
            Expression otherwise = tokens.skipName("else") ? tokens.nested(this::conditional) : null;
            value = new Conditional(test, value, otherwise, line);
        }
        return value;
    }

    private Expression or() {
        int line = tokens.line();
        Expression left = and();
        while (tokens.skipName("or")) {
            left = new Or(left, and(), line);
        }
        return left;
    }

    private Expression and() {
        int line = tokens.line();
        Expression left = not();
        while (tokens.skipName("and")) {
            left = new And(left, not(), line);
        }
        return left;
    }

    private Expression not() {
        int line = tokens.line();
        return tokens.skipName("not") ? new Not(tokens.nested(this::not), line) : comparison();
    }

    private Expression comparison() {
        int line = tokens.line();
        Expression first = sum();
        List<Relation> relations = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (Relation relation = relation(); relation != null; relation = relation()) {
            relations.add(relation);
            rest.add(sum());
        }
        return rest.isEmpty() ? first : new Comparison(first, relations, rest, line);
    }

    private @Nullable Relation relation() {
        Token token = tokens.current();
        if (token.kind() == Kind.OPERATOR && RELATIONS.containsKey(token.text())) {
            tokens.next();
            return RELATIONS.get(token.text());
        }
        if (tokens.skipName("in")) {
            return Relation.IN;
        }
        if (token.isName("not") && tokens.following().isName("in")) {
            tokens.next();
            tokens.next();
            return Relation.NOT_IN;
        }
        return null;
    }

    private Expression sum() {
        return chain(this::concatenation, Binary.ADD, Binary.SUBTRACT);
    }

    private Expression concatenation() {
        int line = tokens.line();
        List<Expression> parts = new ArrayList<>(List.of(product()));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.getFirst() : new Concatenation(parts, line);
    }

    private Expression product() {
        return chain(this::power, Binary.MULTIPLY, Binary.DIVIDE, Binary.FLOOR_DIVIDE, Binary.MODULO);
    }

    private Expression power() {
        return chain(() -> unary(true), Binary.POWER);
    }

    private Expression chain(Supplier<Expression> operand, Binary... operators) {
        int line = tokens.line();
        Expression left = operand.get();
        Binary operator = operator(operators);
        while (operator != null) {
            left = new Arithmetic(operator, left, operand.get(), line);
            operator = operator(operators);
        }
        return left;
    }

    private @Nullable Binary operator(Binary... operators) {
        for (Binary operator : operators) {
            if (tokens.skipOperator(operator.symbol)) {
                return operator;
            }
        }
        return null;
    }

    private Expression unary(boolean withFilters) {
        int line = tokens.line();
        Expression value;
        if (tokens.skipOperator("-")) {
            value = new Sign(true, tokens.nested(() -> unary(false)), line);
        } else if (tokens.skipOperator("+")) {
            value = new Sign(false, tokens.nested(() -> unary(false)), line);
        } else {
            value = operands.primary();
        }
        value = operands.postfix(value);
        return withFilters ? operands.filtersAndTests(value) : value;
    }
}
