package dev.burnish.llm.text.template;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A chat template. It never changes, and several threads may render it at once.
 *
 * <p>The functions {@code range}, {@code namespace}, {@code raise_exception} and {@code strftime_now} are defined in every template.
 * Strings are never escaped, and {@code safe} does nothing.
 */
public final class Template {

    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /** @throws TemplateException if the source is no template, or uses a tag, filter or test that is not supported */
    public static Template parse(String source) throws TemplateException {
        try {
            return new Template(new Parser(Lexer.tokens(source)).template());
        } catch (Failure failure) {
            throw failure.toException();
        }
    }

    /**
     * Renders the template.
     *
     * @param variables plain data by name: null, booleans, numbers, strings, lists, and maps with string keys. They are read, never changed.
     * @param clock gives {@code strftime_now} its time and zone
     */
    public Rendering render(Map<String, ?> variables, Limits limits, Clock clock) throws TemplateException {
        Budget budget = new Budget(limits);
        try {
            Map<String, Object> names = new HashMap<>(Functions.all(clock, budget));
            variables.forEach((name, value) -> names.put(name, Values.of(value, name, budget)));
            return new Renderer(budget).render(statements, Scope.of(names).inner());
        } catch (Failure failure) {
            throw failure.toException();
        }
    }
}
