package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.Tuple;
import dev.burnish.llm.text.template.Values.Undefined;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic. Whole numbers have 64 bits; what does not fit is refused. */
final class Operators {

    private Operators() {}

    enum Binary {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        MODULO("%"),
        POWER("**");

        final String symbol;

        Binary(String symbol) {
            this.symbol = symbol;
        }
    }

    static Object apply(Binary operator, Object left, Object right, Budget budget) {
        if (left instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (operator == Binary.MODULO && left instanceof String format) {
            return Formats.percent(format, right, budget);
        }
        if (right instanceof Undefined undefined) {
            throw undefined.failure();
        }
        Number a = Values.number(left);
        Number b = Values.number(right);
        if (a != null && b != null) {
            return numbers(operator, a, b);
        }
        if (operator == Binary.ADD) {
            return join(left, right, budget);
        }
        if (operator == Binary.MULTIPLY && b instanceof Long times) {
            return repeat(left, times, right, budget);
        }
        if (operator == Binary.MULTIPLY && a instanceof Long times) {
            return repeat(right, times, left, budget);
        }
        throw unsupported(operator.symbol, left, right);
    }

    private static Object join(Object left, Object right, Budget budget) {
        if (left instanceof String a && right instanceof String b) {
            budget.characters((long) a.length() + b.length());
            return a + b;
        }
        boolean tuples = left instanceof Tuple && right instanceof Tuple;
        if (tuples || (Values.isPlainList(left) && Values.isPlainList(right))) {
            List<Object> joined = new ArrayList<>(Values.items(left, budget));
            joined.addAll(Values.items(right, budget));
            return tuples ? new Tuple(joined) : joined;
        }
        throw unsupported("+", left, right);
    }

    private static Object repeat(Object value, long times, Object count, Budget budget) {
        if (value instanceof String text) {
            budget.characters(Budget.repeated(text.length(), times));
            return text.repeat((int) Math.max(0, text.isEmpty() ? 0 : times));
        }
        if (value instanceof Tuple || Values.isPlainList(value)) {
            List<?> list = (List<?>) value;
            long size = Budget.repeated(list.size(), times);
            budget.step(size);
            List<Object> repeated = new ArrayList<>((int) size);
            while (repeated.size() < size) {
                repeated.addAll(list);
            }
            return value instanceof Tuple ? new Tuple(repeated) : repeated;
        }
        throw unsupported("*", value, count);
    }

    private static Failure unsupported(String operator, Object left, Object right) {
        return Failure.evaluation("unsupported operand types for " + operator + ": '" + Values.type(left) + "' and '"
                + Values.type(right) + "'");
    }

    private static Object numbers(Binary operator, Number left, Number right) {
        if (operator == Binary.DIVIDE || operator == Binary.FLOOR_DIVIDE || operator == Binary.MODULO) {
            if (right.doubleValue() == 0) {
                throw Failure.evaluation("division by zero");
            }
        }
        if (left instanceof Long a && right instanceof Long b) {
            try {
                return whole(operator, a, b);
            } catch (ArithmeticException e) {
                throw Failure.unsupported("a whole number needs more than 64 bits");
            }
        }
        double a = left.doubleValue();
        double b = right.doubleValue();
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case FLOOR_DIVIDE -> floorDivide(a, b);
            case MODULO -> modulo(a, b);
            case POWER -> power(a, b);
        };
    }

    private static Object whole(Binary operator, long a, long b) {
        return switch (operator) {
            case ADD -> Math.addExact(a, b);
            case SUBTRACT -> Math.subtractExact(a, b);
            case MULTIPLY -> Math.multiplyExact(a, b);
            case DIVIDE -> (double) a / (double) b;
            case FLOOR_DIVIDE -> a == Long.MIN_VALUE && b == -1 ? Math.negateExact(a) : Math.floorDiv(a, b);
            case MODULO -> Math.floorMod(a, b);
            case POWER -> b < 0 ? power((double) a, (double) b) : wholePower(a, b);
        };
    }

    private static Object wholePower(long base, long exponent) {
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1L : base;
        }
        if (base == -1) {
            return exponent % 2 == 0 ? 1L : -1L;
        }
        // Any other base overflows within 64 rounds.
        long power = 1;
        for (long i = 0; i < exponent; i++) {
            power = Math.multiplyExact(power, base);
        }
        return power;
    }

    private static double power(double base, double exponent) {
        if (base == 0 && exponent < 0) {
            throw Failure.evaluation("0.0 cannot be raised to a negative power");
        }
        double power = base == 1 || exponent == 0 ? 1 : Math.pow(base, exponent);
        if (Double.isFinite(base) && Double.isFinite(exponent)) {
            if (Double.isNaN(power)) {
                throw Failure.unsupported("the root of a negative number is not supported");
            }
            if (Double.isInfinite(power)) {
                throw Failure.evaluation("the power is too large");
            }
        }
        return power;
    }

    private static double modulo(double a, double b) {
        double remainder = a % b;
        if (remainder == 0) {
            return Math.copySign(0.0, b);
        }
        return remainder < 0 == b < 0 ? remainder : remainder + b;
    }

    /** As CPython's {@code float_floor_div}, which avoids the rounding of {@code floor(a / b)}. */
    private static double floorDivide(double a, double b) {
        double remainder = a % b;
        double quotient = (a - remainder) / b;
        if (remainder != 0 && remainder < 0 != b < 0) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, a / b);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    static Object sign(boolean negative, Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return switch (Values.number(value)) {
            case Long number
            when negative && number == Long.MIN_VALUE ->
                throw Failure.unsupported("a whole number needs more than 64 bits");
            case Long number -> negative ? -number : number;
            case Double number -> negative ? -number : number;
            case null, default ->
                throw Failure.evaluation(
                        "bad operand type for unary " + (negative ? "-" : "+") + ": '" + Values.type(value) + "'");
        };
    }
}
