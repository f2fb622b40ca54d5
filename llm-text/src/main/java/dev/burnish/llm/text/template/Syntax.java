package dev.burnish.llm.text.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template is made of once it is parsed. */
final class Syntax {

    /** The name under which a macro reaches the body of the block that called it. */
    static final String CALLER = "caller";

    private Syntax() {}

    sealed interface Expression {

        /** The 1-based line of the template. */
        int line();
    }

    record Constant(Object value, int line) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListLiteral(List<Expression> items, int line) implements Expression {}

    record TupleLiteral(List<Expression> items, int line) implements Expression {}

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

    record Filter(Expression input, FilterCall call, int line) implements Expression {}

    record Test(Expression input, String test, Inputs inputs, int line) implements Expression {}

    record Not(Expression operand, int line) implements Expression {}

    record Sign(boolean negative, Expression operand, int line) implements Expression {}

    record And(Expression left, Expression right, int line) implements Expression {}

    record Or(Expression left, Expression right, int line) implements Expression {}

    record Arithmetic(Operators.Binary operator, Expression left, Expression right, int line) implements Expression {}

    /** A chain such as {@code a < b <= c}, in which every operand is evaluated once. */
    record Comparison(Expression first, List<Relations.Relation> relations, List<Expression> rest, int line)
            implements Expression {}

    record Concatenation(List<Expression> parts, int line) implements Expression {}

    /** Undefined if the test fails and there is no {@code otherwise}. */
    record Conditional(
            Expression test, Expression then, @Nullable Expression otherwise, int line) implements Expression {}

    record Inputs(List<Expression> positional, Map<String, Expression> named) {

        static final Inputs NONE = new Inputs(List.of(), Map.of());
    }

    record FilterCall(String filter, Inputs inputs, int line) {}

    sealed interface Statement {

        /** The 1-based line of the template. */
        int line();
    }

    record Data(String text, int line) implements Statement {}

    record Output(Expression value, int line) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

    record Branch(Expression test, List<Statement> body) {}

    record For(
            Target target,
            Expression items,
            @Nullable Expression condition,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    record Assignment(Target target, Expression value, int line) implements Statement {}

    record BlockAssignment(Target target, List<FilterCall> filters, List<Statement> body, int line)
            implements Statement {}

    record Macro(String name, List<Parameter> parameters, List<Statement> body, int line) implements Statement {}

    record Parameter(String name, @Nullable Expression byDefault) {}

    /** Calls a macro, which gets the body as {@code caller()}. */
    record CallBlock(Call call, Macro caller, int line) implements Statement {}

    record FilterBlock(List<FilterCall> filters, List<Statement> body, int line) implements Statement {}

    /** Text that the model is to write. */
    record Generation(List<Statement> body, int line) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}

    sealed interface Target {}

    record NameTarget(String name) implements Target {}

    record NamespaceTarget(String namespace, String attribute) implements Target {}

    record TupleTarget(List<Target> targets) implements Target {}
}
