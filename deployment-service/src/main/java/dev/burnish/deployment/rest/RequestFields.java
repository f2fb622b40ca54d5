package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.kit.errors.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON request body; whatever does not fit becomes a 400 that names the field. A field that is null counts as absent. */
final class RequestFields {
    private static final Pattern TOKEN_ID = Pattern.compile("[0-9]{1,9}");

    private final JsonNode body;

    /** @throws ApiException 400 when the body is no object */
    RequestFields(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw ApiException.badRequest("The request body must be a JSON object.", null, "invalid_type");
        }
        this.body = body;
    }

    Optional<JsonNode> value(String name) {
        JsonNode value = body.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    JsonNode required(String name) {
        return value(name)
                .orElseThrow(() -> ApiException.badRequest(
                        "Missing required parameter: '%s'.".formatted(name), name, "missing_required_parameter"));
    }

    String requiredText(String name) {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw wrongType(name, "a string", value);
        }
        return value.textValue();
    }

    boolean flag(String name) {
        return value(name).map(value -> flag(name, value)).orElse(false);
    }

    static boolean flag(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw wrongType(name, "a boolean", value);
        }
        return value.booleanValue();
    }

    double number(String name, double absent, double min, double max) {
        return value(name).map(value -> number(name, value, min, max)).orElse(absent);
    }

    private static double number(String name, JsonNode value, double min, double max) {
        if (!value.isNumber()) {
            throw wrongType(name, "a number", value);
        }
        double number = value.doubleValue();
        if (!(number >= min && number <= max)) {
            throw invalid(name, "must be from %s to %s, but is %s".formatted(plain(min), plain(max), value));
        }
        return number;
    }

    /** An object of up to {@code most} numbers by token id. */
    Map<Integer, Double> numbersOfTokens(String name, int most, double min, double max) {
        JsonNode value = value(name).orElse(null);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw wrongType(name, "an object", value);
        }
        if (value.size() > most) {
            throw invalid(name, "may have up to %d entries, but has %d".formatted(most, value.size()));
        }
        Map<Integer, Double> numbers = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!TOKEN_ID.matcher(entry.getKey()).matches()) {
                throw invalid(name, "must have token ids as keys, but has '%s'".formatted(entry.getKey()));
            }
            numbers.put(
                    Integer.valueOf(entry.getKey()), number(name + "." + entry.getKey(), entry.getValue(), min, max));
        }
        return numbers;
    }

    OptionalInt wholeNumber(String name, int min, int max) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        long number = wholeNumber(name, value.get());
        if (number < min || number > max) {
            String range = max == Integer.MAX_VALUE ? "at least " + min : "from %d to %d".formatted(min, max);
            throw invalid(name, "must be %s, but is %d".formatted(range, number));
        }
        return OptionalInt.of((int) number);
    }

    OptionalLong wholeNumber(String name) {
        return value(name)
                .map(value -> OptionalLong.of(wholeNumber(name, value)))
                .orElse(OptionalLong.empty());
    }

    private static long wholeNumber(String name, JsonNode value) {
        if (!value.isIntegralNumber()) {
            throw wrongType(name, "an integer", value);
        }
        if (!value.canConvertToLong()) {
            throw invalid(name, "must fit into 64 bits, but is %s".formatted(value));
        }
        return value.longValue();
    }

    /** A string, or a list of up to {@code max} strings. */
    List<String> texts(String name, int max, int maxLength) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get().isTextual()) {
            return List.of(text(name, value.get(), maxLength));
        }
        if (!value.get().isArray()) {
            throw wrongType(name, "a string or an array of strings", value.get());
        }
        if (value.get().size() > max) {
            throw invalid(
                    name,
                    "may have up to %d elements, but has %d"
                            .formatted(max, value.get().size()));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.get()) {
            texts.add(text(name, element, maxLength));
        }
        return texts;
    }

    private static String text(String name, JsonNode value, int maxLength) {
        if (!value.isTextual()) {
            throw wrongType(name, "a string or an array of strings", value);
        }
        if (value.textValue().isEmpty() || value.textValue().length() > maxLength) {
            throw invalid(name, "must hold strings of 1 to %d characters".formatted(maxLength));
        }
        return value.textValue();
    }

    static ApiException invalid(String name, String problem) {
        return ApiException.badRequest("Invalid value: '%s' %s.".formatted(name, problem), name, "invalid_value");
    }

    static ApiException unsupported(String name, String problem) {
        return ApiException.badRequest(
                "Unsupported parameter: '%s' %s.".formatted(name, problem), name, "unsupported_parameter");
    }

    static ApiException wrongType(String name, String expected, JsonNode value) {
        return ApiException.badRequest(
                "Invalid type for '%s': expected %s, but got %s instead.".formatted(name, expected, typeOf(value)),
                name,
                "invalid_type");
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case BOOLEAN -> "a boolean";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a decimal";
            case STRING, BINARY -> "a string";
            case NULL, MISSING -> "null";
        };
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
