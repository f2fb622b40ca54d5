package dev.burnish.llm.text.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template does. */
sealed interface Statement {

    /** The 1-based line of the template. */
    int line();

    record Data(String text, int line) implements Statement {}

    record Output(Expression value, int line) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

    record Branch(Expression test, List<Statement> body) {}

    /** @param names one for each element, or several that each element is unpacked into */
    record For(
            List<String> names,
            Expression items,
            @Nullable Expression condition,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    /** A name, or an attribute of the namespace with this name. */
    record Target(String name, @Nullable String attribute) {}

    record Set(Target target, Expression value, int line) implements Statement {}

    record SetBlock(Target target, List<Statement> body, int line) implements Statement {}

    record Macro(String name, List<Parameter> parameters, List<Statement> body, int line) implements Statement {}

    record Parameter(String name, @Nullable Expression byDefault) {}

    /** Text that the model is to write. */
    record Generation(List<Statement> body, int line) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}
}
