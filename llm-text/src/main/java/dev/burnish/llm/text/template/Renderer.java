package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Rendering.Span;
import dev.burnish.llm.text.template.Statement.Branch;
import dev.burnish.llm.text.template.Statement.Parameter;
import dev.burnish.llm.text.template.Statement.Target;
import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.Generator;
import dev.burnish.llm.text.template.Values.Namespace;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Carries out the statements of one rendering. */
final class Renderer {

    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Budget budget;
    private final Evaluator evaluator;
    private final List<Span> generations = new ArrayList<>();

    Renderer(Budget budget) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget);
    }

    Rendering render(List<Statement> template, Scope scope) {
        StringBuilder out = new StringBuilder();
        execute(template, scope, out);
        return new Rendering(out.toString(), generations);
    }

    private Flow execute(List<Statement> statements, Scope scope, StringBuilder out) {
        for (Statement statement : statements) {
            try {
                budget.enter();
                Flow flow = execute(statement, scope, out);
                budget.leave();
                if (flow != Flow.ON) {
                    return flow;
                }
            } catch (Failure failure) {
                throw failure.at(statement.line());
            }
        }
        return Flow.ON;
    }

    private Flow execute(Statement statement, Scope scope, StringBuilder out) {
        switch (statement) {
            case Statement.Data data -> write(data.text(), out);
            case Statement.Output output -> write(Printer.str(evaluator.evaluate(output.value(), scope), budget), out);
            case Statement.If test -> {
                for (Branch branch : test.branches()) {
                    if (evaluator.isTrue(branch.test(), scope)) {
                        return execute(branch.body(), scope, out);
                    }
                }
                return execute(test.otherwise(), scope, out);
            }
            case Statement.For loop -> {
                return loop(loop, scope, out);
            }
            case Statement.Set set -> assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
            case Statement.SetBlock set -> assign(set.target(), captured(set.body(), scope.inner()), scope);
            case Statement.Macro macro -> scope.set(macro.name(), callable(macro, scope));
            case Statement.Generation generation -> {
                int start = out.length();
                execute(generation.body(), scope.inner(), out);
                generations.add(new Span(start, out.length()));
            }
            case Statement.Break end -> {
                return Flow.BREAK;
            }
            case Statement.Continue end -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private void write(String text, StringBuilder out) {
        budget.characters(text.length());
        budget.fits((long) out.length() + text.length());
        out.append(text);
    }

    private String captured(List<Statement> body, Scope scope) {
        StringBuilder out = new StringBuilder();
        execute(body, scope, out);
        return out.toString();
    }

    /** {@code else} runs unless a round came to its end: jinja2 counts no round that {@code break} or {@code continue} left. */
    private Flow loop(Statement.For statement, Scope scope, StringBuilder out) {
        Object items = evaluator.evaluate(statement.items(), scope);
        Iterator<Object> source = Values.iterator(items, budget);
        Expression condition = statement.condition();
        boolean counted = condition == null && !(items instanceof Generator);
        Loop loop = new Loop(
                condition == null ? source : new Chosen(source, statement.names(), condition, scope),
                counted ? Values.length(items, budget) : -1);
        boolean completed = false;
        while (loop.hasNext()) {
            budget.step(1);
            Scope inner = scope.inner();
            inner.set("loop", loop);
            unpack(statement.names(), loop.advance(), inner);
            Flow flow = execute(statement.body(), inner, out);
            if (flow == Flow.BREAK) {
                break;
            }
            completed |= flow == Flow.ON;
        }
        return completed ? Flow.ON : execute(statement.otherwise(), scope.inner(), out);
    }

    /** The elements for which the condition of a loop holds at the moment each is asked for. */
    private final class Chosen implements Iterator<Object> {

        private final Iterator<Object> source;
        private final List<String> names;
        private final Expression condition;
        private final Scope scope;
        private @Nullable Object next;

        Chosen(Iterator<Object> source, List<String> names, Expression condition, Scope scope) {
            this.source = source;
            this.names = names;
            this.condition = condition;
            this.scope = scope;
        }

        @Override
        public boolean hasNext() {
            while (next == null && source.hasNext()) {
                Object candidate = source.next();
                Scope inner = scope.inner();
                unpack(names, candidate, inner);
                next = evaluator.isTrue(condition, inner) ? candidate : null;
            }
            return next != null;
        }

        @Override
        public Object next() {
            Object item = hasNext() ? next : null;
            if (item == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return item;
        }
    }

    private void unpack(List<String> names, Object value, Scope scope) {
        if (names.size() == 1) {
            scope.set(names.getFirst(), value);
            return;
        }
        List<Object> values = Values.items(value, budget);
        if (values.size() != names.size()) {
            throw Failure.evaluation(values.size() + " values cannot be unpacked into " + names.size() + " names");
        }
        for (int i = 0; i < values.size(); i++) {
            scope.set(names.get(i), values.get(i));
        }
    }

    private static void assign(Target target, Object value, Scope scope) {
        String attribute = target.attribute();
        if (attribute == null) {
            scope.set(target.name(), value);
        } else if (scope.get(target.name()) instanceof Namespace namespace) {
            namespace.attributes().put(attribute, value);
        } else {
            throw Failure.evaluation("cannot assign attribute on non-namespace object");
        }
    }

    private Callable callable(Statement.Macro macro, Scope definition) {
        return arguments -> {
            Scope scope = definition.inner();
            bind(macro, arguments, scope);
            return captured(macro.body(), scope);
        };
    }

    private void bind(Statement.Macro macro, Arguments arguments, Scope scope) {
        List<Object> positional = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        if (positional.size() > macro.parameters().size()) {
            throw Failure.evaluation("macro '" + macro.name() + "' takes not more than "
                    + macro.parameters().size() + " argument(s)");
        }
        for (int i = 0; i < macro.parameters().size(); i++) {
            Parameter parameter = macro.parameters().get(i);
            Object value = i < positional.size() ? positional.get(i) : named.remove(parameter.name());
            Expression byDefault = parameter.byDefault();
            if (value == null) {
                value = byDefault != null
                        ? evaluator.evaluate(byDefault, scope)
                        : new Undefined("parameter '" + parameter.name() + "' was not provided");
            }
            scope.set(parameter.name(), value);
        }
        if (!named.isEmpty()) {
            throw Failure.evaluation("macro '" + macro.name() + "' takes no keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
    }
}
