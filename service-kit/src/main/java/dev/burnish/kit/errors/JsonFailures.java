package dev.burnish.kit.errors;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a JSON body: where, and what was expected; never which class it was to become. */
final class JsonFailures {
    private JsonFailures() {}

    static ErrorBody describe(JsonProcessingException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException e ->
                ErrorBody.invalidRequest(
                        "Unrecognized request argument supplied: " + path(e) + ".", path(e), "unknown_parameter");
            case MismatchedInputException e ->
                ErrorBody.invalidRequest(
                        "Invalid type for " + subject(e) + ": expected " + expected(e.getTargetType()) + ".",
                        param(e),
                        "invalid_type");
            case ValueInstantiationException e
            when e.getCause() instanceof IllegalArgumentException cause ->
                ErrorBody.invalidRequest(
                        "Invalid value for " + subject(e) + ": " + cause.getMessage() + ".", param(e), "invalid_value");
            case JsonMappingException e
            when isSyntax(e.getCause()) == null ->
                ErrorBody.invalidRequest(
                        "Invalid value for " + subject(e) + ", or a part of it is missing.", param(e), "invalid_value");
            default -> syntax(failure);
        };
    }

    /** Broken syntax met inside a value arrives wrapped. */
    private static @Nullable JsonProcessingException isSyntax(@Nullable Throwable cause) {
        return cause instanceof JsonProcessingException e ? e : null;
    }

    private static ErrorBody syntax(JsonProcessingException failure) {
        JsonProcessingException cause = isSyntax(failure.getCause());
        JsonProcessingException origin = cause == null ? failure : cause;
        JsonLocation location = origin.getLocation();
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return ErrorBody.invalidRequest(
                "We could not parse the JSON body of your request" + place + ": " + origin.getOriginalMessage(),
                null,
                "invalid_json");
    }

    private static String subject(JsonMappingException failure) {
        return failure.getPath().isEmpty() ? "the request body" : "'" + path(failure) + "'";
    }

    private static @Nullable String param(JsonMappingException failure) {
        return failure.getPath().isEmpty() ? null : path(failure);
    }

    /** Such as {@code method.supervised} or {@code messages[3].content}. */
    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type == String.class || type.isEnum()) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "a boolean";
        }
        if (type == double.class || type == float.class || type == Double.class || type == Float.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "an integer in range";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type == Object.class || Map.class.isAssignableFrom(type) ? "another type" : "an object";
    }
}
