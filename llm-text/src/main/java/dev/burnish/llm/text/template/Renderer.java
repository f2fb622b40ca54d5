package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Rendering.Span;
import dev.burnish.llm.text.template.Syntax.Assignment;
import dev.burnish.llm.text.template.Syntax.BlockAssignment;
import dev.burnish.llm.text.template.Syntax.Branch;
import dev.burnish.llm.text.template.Syntax.Break;
import dev.burnish.llm.text.template.Syntax.CallBlock;
import dev.burnish.llm.text.template.Syntax.Continue;
import dev.burnish.llm.text.template.Syntax.Data;
import dev.burnish.llm.text.template.Syntax.Expression;
import dev.burnish.llm.text.template.Syntax.FilterBlock;
import dev.burnish.llm.text.template.Syntax.FilterCall;
import dev.burnish.llm.text.template.Syntax.For;
import dev.burnish.llm.text.template.Syntax.Generation;
import dev.burnish.llm.text.template.Syntax.If;
import dev.burnish.llm.text.template.Syntax.Macro;
import dev.burnish.llm.text.template.Syntax.NameTarget;
import dev.burnish.llm.text.template.Syntax.NamespaceTarget;
import dev.burnish.llm.text.template.Syntax.Output;
import dev.burnish.llm.text.template.Syntax.Parameter;
import dev.burnish.llm.text.template.Syntax.Statement;
import dev.burnish.llm.text.template.Syntax.Target;
import dev.burnish.llm.text.template.Syntax.TupleTarget;
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
import java.util.Optional;

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
            case Data data -> write(data.text(), out);
            case Output output -> write(Printer.str(evaluator.evaluate(output.value(), scope), budget), out);
            case If test -> {
                for (Branch branch : test.branches()) {
                    if (evaluator.isTrue(branch.test(), scope)) {
                        return execute(branch.body(), scope, out);
                    }
                }
                return execute(test.otherwise(), scope, out);
            }
            case For loop -> {
                return loop(loop, scope, out);
            }
            case Assignment set -> assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
            case BlockAssignment set -> assign(set.target(), captured(set.filters(), set.body(), scope), scope);
            case Macro macro -> scope.set(macro.name(), callable(macro, scope));
            case CallBlock block -> write(called(block, scope), out);
            case FilterBlock block -> write(Printer.str(captured(block.filters(), block.body(), scope), budget), out);
            case Generation generation -> {
                int start = out.length();
                execute(generation.body(), scope.inner(), out);
                generations.add(new Span(start, out.length()));
            }
            case Break end -> {
                return Flow.BREAK;
            }
            case Continue end -> {
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

    private Object captured(List<FilterCall> filters, List<Statement> body, Scope scope) {
        StringBuilder out = new StringBuilder();
        execute(body, scope.inner(), out);
        Object value = out.toString();
        for (FilterCall filter : filters) {
            value = evaluator.filter(value, filter, scope);
        }
        return value;
    }

    /** {@code else} runs unless a round came to its end: jinja2 counts no round that {@code break} or {@code continue} left. */
    private Flow loop(For statement, Scope scope, StringBuilder out) {
        Object items = evaluator.evaluate(statement.items(), scope);
        Iterator<Object> source = Values.iterator(items, budget);
        Expression condition = statement.condition();
        boolean counted = condition == null && !(items instanceof Generator);
        Loop loop = new Loop(
                condition == null ? source : new Chosen(source, statement.target(), condition, scope),
                counted ? Values.length(items) : -1);
        boolean completed = false;
        while (loop.hasNext()) {
            budget.step(1);
            Scope inner = scope.inner();
            inner.set("loop", loop);
            assign(statement.target(), loop.advance(), inner);
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
        private final Target target;
        private final Expression condition;
        private final Scope scope;
        private Optional<Object> next = Optional.empty();

        Chosen(Iterator<Object> source, Target target, Expression condition, Scope scope) {
            this.source = source;
            this.target = target;
            this.condition = condition;
            this.scope = scope;
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && source.hasNext()) {
                Object candidate = source.next();
                Scope inner = scope.inner();
                assign(target, candidate, inner);
                if (evaluator.isTrue(condition, inner)) {
                    next = Optional.of(candidate);
                }
            }
            return next.isPresent();
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object item = next.orElseThrow();
            next = Optional.empty();
            return item;
        }
    }

    private void assign(Target target, Object value, Scope scope) {
        switch (target) {
            case NameTarget name -> scope.set(name.name(), value);
            case NamespaceTarget attribute -> {
                if (!(scope.get(attribute.namespace()) instanceof Namespace namespace)) {
                    throw Failure.evaluation("cannot assign attribute on non-namespace object");
                }
                namespace.attributes().put(Functions.attributeName(attribute.attribute()), value);
            }
            case TupleTarget tuple -> {
                List<Object> values = Values.items(value, budget);
                if (values.size() != tuple.targets().size()) {
                    throw Failure.evaluation(values.size() + " values cannot be unpacked into "
                            + tuple.targets().size() + " names");
                }
                for (int i = 0; i < values.size(); i++) {
                    assign(tuple.targets().get(i), values.get(i), scope);
                }
            }
        }
    }

    private Callable callable(Macro macro, Scope definition) {
        return arguments -> {
            Scope scope = definition.inner();
            bind(macro, arguments, scope);
            StringBuilder out = new StringBuilder();
            execute(macro.body(), scope, out);
            return out.toString();
        };
    }

    private void bind(Macro macro, Arguments arguments, Scope scope) {
        List<Object> positional = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        if (positional.size() > macro.parameters().size()) {
            throw Failure.evaluation("macro '" + macro.name() + "' takes not more than "
                    + macro.parameters().size() + " argument(s)");
        }
        Object caller = named.remove(Syntax.CALLER);
        scope.set(Syntax.CALLER, caller != null ? caller : new Undefined("No caller defined"));
        for (int i = 0; i < macro.parameters().size(); i++) {
            Parameter parameter = macro.parameters().get(i);
            Object value = i < positional.size() ? positional.get(i) : named.remove(parameter.name());
            Expression byDefault = parameter.byDefault();
            if (value == null && byDefault != null) {
                value = evaluator.evaluate(byDefault, scope);
            }
            scope.set(
                    parameter.name(),
                    value != null ? value : new Undefined("parameter '" + parameter.name() + "' was not provided"));
        }
        if (!named.isEmpty()) {
            throw Failure.evaluation("macro '" + macro.name() + "' takes no keyword argument '"
                    + named.keySet().iterator().next() + "'");
        }
    }

    private String called(CallBlock block, Scope scope) {
        Object callee = evaluator.evaluate(block.call().callee(), scope);
        Arguments arguments = evaluator.arguments(block.call().inputs(), scope);
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        named.put(Syntax.CALLER, callable(block.caller(), scope));
        return Printer.str(evaluator.call(callee, new Arguments(arguments.positional(), named)), budget);
    }
}
