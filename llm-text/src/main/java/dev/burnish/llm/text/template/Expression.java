package dev.burnish.llm.text.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has a value. */
sealed interface Expression {

    /** The 1-based line of the template. */
    int line();

    record Constant(Object value, int line) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListLiteral(List<Expression> items, boolean tuple, int line) implements Expression {}

    record MapLiteral(List<Expression> keys, List<Expression> values, int line) implements Expression {}

    record Attribute(Expression target, String name, int line) implements Expression {}

    record Item(Expression target, Expression key, int line) implements Expression {}

    record Slice(
            Expression target,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step,
            int line)
            implements Expression {}

    record Call(Expression callee, Inputs inputs, int line) implements Expression {}

    record Filter(Expression input, String filter, Inputs inputs, int line) implements Expression {}

    record Test(Expression input, String test, Inputs inputs, int line) implements Expression {}

    record Not(Expression operand, int line) implements Expression {}

    record Negative(Expression operand, int line) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right, int line) implements Expression {}

    /** Undefined if the test fails and there is no {@code otherwise}. */
    record Conditional(
            Expression test, Expression then, @Nullable Expression otherwise, int line) implements Expression {}

    record Inputs(List<Expression> positional, Map<String, Expression> named) {

        static final Inputs NONE = new Inputs(List.of(), Map.of());
    }

    /** Operators between two expressions, those that bind weakest first; as in jinja2, {@code ~} binds tighter than {@code +}. */
    enum Operator {
        OR("or", 1),
        AND("and", 2),
        EQUAL("==", Operator.COMPARISON),
        NOT_EQUAL("!=", Operator.COMPARISON),
        LESS("<", Operator.COMPARISON),
        LESS_OR_EQUAL("<=", Operator.COMPARISON),
        GREATER(">", Operator.COMPARISON),
        GREATER_OR_EQUAL(">=", Operator.COMPARISON),
        IN("in", Operator.COMPARISON),
        NOT_IN("not in", Operator.COMPARISON),
        ADD("+", 5),
        SUBTRACT("-", 5),
        CONCATENATE("~", 6),
        MULTIPLY("*", 7),
        MODULO("%", 7);

        /** How tightly comparisons bind. */
        static final int COMPARISON = 4;

        final String symbol;
        final int binding;

        Operator(String symbol, int binding) {
            this.symbol = symbol;
            this.binding = binding;
        }
    }
}
