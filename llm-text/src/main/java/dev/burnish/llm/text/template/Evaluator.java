package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Syntax.And;
import dev.burnish.llm.text.template.Syntax.Arithmetic;
import dev.burnish.llm.text.template.Syntax.Attribute;
import dev.burnish.llm.text.template.Syntax.Call;
import dev.burnish.llm.text.template.Syntax.Comparison;
import dev.burnish.llm.text.template.Syntax.Concatenation;
import dev.burnish.llm.text.template.Syntax.Conditional;
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
import dev.burnish.llm.text.template.Syntax.Or;
import dev.burnish.llm.text.template.Syntax.Sign;
import dev.burnish.llm.text.template.Syntax.Slice;
import dev.burnish.llm.text.template.Syntax.Test;
import dev.burnish.llm.text.template.Syntax.TupleLiteral;
import dev.burnish.llm.text.template.Values.Callable;
import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the values of expressions. */
final class Evaluator {

    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    Object evaluate(Expression expression, Scope scope) {
        try {
            budget.enter();
            Object value = compute(expression, scope);
            budget.leave();
            return value;
        } catch (Failure failure) {
            throw failure.at(expression.line());
        }
    }

    boolean isTrue(Expression expression, Scope scope) {
        return Values.isTrue(evaluate(expression, scope));
    }

    private Object compute(Expression expression, Scope scope) {
        return switch (expression) {
            case Constant constant -> constant.value();
            case Name name -> scope.get(name.name());
            case ListLiteral list -> all(list.items(), scope);
            case TupleLiteral tuple -> new Tuple(all(tuple.items(), scope));
            case MapLiteral map -> map(map, scope);
            case Attribute attribute -> Access.attribute(evaluate(attribute.target(), scope), attribute.name(), budget);
            case Item item -> Access.item(evaluate(item.target(), scope), evaluate(item.key(), scope), budget);
            case Slice slice -> slice(slice, scope);
            case Call call -> call(evaluate(call.callee(), scope), arguments(call.inputs(), scope));
            case Filter filter -> filter(evaluate(filter.input(), scope), filter.call(), scope);
            case Test test ->
                Tests.apply(test.test(), evaluate(test.input(), scope), arguments(test.inputs(), scope), budget);
            case Not not -> !isTrue(not.operand(), scope);
            case Sign sign -> Operators.sign(sign.negative(), evaluate(sign.operand(), scope));
            case And and -> {
                Object left = evaluate(and.left(), scope);
                yield Values.isTrue(left) ? evaluate(and.right(), scope) : left;
            }
            case Or or -> {
                Object left = evaluate(or.left(), scope);
                yield Values.isTrue(left) ? left : evaluate(or.right(), scope);
            }
            case Arithmetic arithmetic ->
                Operators.apply(
                        arithmetic.operator(),
                        evaluate(arithmetic.left(), scope),
                        evaluate(arithmetic.right(), scope),
                        budget);
            case Comparison comparison -> comparison(comparison, scope);
            case Concatenation concatenation -> Methods.join("", all(concatenation.parts(), scope), budget);
            case Conditional conditional -> conditional(conditional, scope);
        };
    }

    private List<Object> all(List<Expression> expressions, Scope scope) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(evaluate(expression, scope));
        }
        return values;
    }

    private Map<Object, Object> map(MapLiteral literal, Scope scope) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < literal.keys().size(); i++) {
            Object key = evaluate(literal.keys().get(i), scope);
            map.put(Values.newKey(key), evaluate(literal.values().get(i), scope));
        }
        return map;
    }

    private Object slice(Slice slice, Scope scope) {
        return Access.slice(
                evaluate(slice.target(), scope),
                evaluateIfAny(slice.start(), scope),
                evaluateIfAny(slice.stop(), scope),
                evaluateIfAny(slice.step(), scope),
                budget);
    }

    private @Nullable Object evaluateIfAny(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : evaluate(expression, scope);
    }

    Arguments arguments(Inputs inputs, Scope scope) {
        Map<String, Object> named = new LinkedHashMap<>();
        List<Object> positional = all(inputs.positional(), scope);
        inputs.named().forEach((name, value) -> named.put(name, evaluate(value, scope)));
        return new Arguments(positional, named);
    }

    Object call(Object callee, Arguments arguments) {
        return switch (callee) {
            case Callable callable -> callable.call(arguments);
            case Undefined undefined -> throw undefined.failure();
            default -> throw Failure.evaluation("'" + Values.type(callee) + "' object is not callable");
        };
    }

    Object filter(Object input, FilterCall call, Scope scope) {
        try {
            return Filters.apply(call.filter(), input, arguments(call.inputs(), scope), budget);
        } catch (Failure failure) {
            throw failure.at(call.line());
        }
    }

    private boolean comparison(Comparison comparison, Scope scope) {
        Object left = evaluate(comparison.first(), scope);
        for (int i = 0; i < comparison.rest().size(); i++) {
            Object right = evaluate(comparison.rest().get(i), scope);
            if (!Relations.holds(comparison.relations().get(i), left, right, budget)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object conditional(Conditional conditional, Scope scope) {
        if (isTrue(conditional.test(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        Expression otherwise = conditional.otherwise();
        return otherwise != null
                ? evaluate(otherwise, scope)
                : new Undefined("the inline if-expression evaluated to false and no else section was defined.");
    }
}
