package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.Penalties;
import dev.burnish.deployment.domain.Sampling;
import dev.burnish.deployment.domain.Truncation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * The fields that chat completions and completions share.
 *
 * @param choices {@code n}
 * @param includeUsage {@code stream_options.include_usage}
 */
record GenerationFields(String model, int choices, Decoding decoding, boolean stream, boolean includeUsage) {
    private static final int MAX_CHOICES = 8;
    private static final int MAX_STOPS = 4;
    private static final int MAX_STOP_LENGTH = 256;
    private static final int MAX_MODEL_LENGTH = 256;
    private static final int MAX_BIASES = 1024;

    /** What this server does not do, with the values that ask for nothing and are therefore accepted. */
    private static final Map<String, Predicate<JsonNode>> UNSUPPORTED = new LinkedHashMap<>();

    static {
        UNSUPPORTED.put("functions", GenerationFields::isEmpty);
        UNSUPPORTED.put("function_call", GenerationFields::isNoneOrAuto);
        UNSUPPORTED.put(
                "response_format", value -> "text".equals(value.path("type").asText()));
        UNSUPPORTED.put(
                "modalities",
                value -> value.size() == 1 && "text".equals(value.path(0).asText()));
        UNSUPPORTED.put("audio", value -> false);
        UNSUPPORTED.put("prediction", value -> false);
        UNSUPPORTED.put("web_search_options", value -> false);
        UNSUPPORTED.put("echo", value -> value.isBoolean() && !value.booleanValue());
        UNSUPPORTED.put(
                "suffix", value -> value.isTextual() && value.textValue().isEmpty());
        UNSUPPORTED.put("best_of", value -> value.isInt() && value.intValue() == 1);
    }

    /** @param likeliest what the endpoint's own fields ask for */
    static GenerationFields read(RequestFields fields, OptionalInt likeliest) {
        String model = fields.requiredText("model");
        if (model.isBlank() || model.length() > MAX_MODEL_LENGTH) {
            throw RequestFields.invalid("model", "must have 1 to %d characters".formatted(MAX_MODEL_LENGTH));
        }
        UNSUPPORTED.forEach((name, asksForNothing) -> fields.value(name).ifPresent(value -> {
            if (!asksForNothing.test(value)) {
                throw RequestFields.unsupported(name, "is not supported by this server");
            }
        }));
        return new GenerationFields(
                model,
                fields.wholeNumber("n", 1, MAX_CHOICES).orElse(1),
                new Decoding(sampling(fields), fields.texts("stop", MAX_STOPS, MAX_STOP_LENGTH), likeliest),
                fields.flag("stream"),
                includeUsage(fields));
    }

    private static Sampling sampling(RequestFields fields) {
        Truncation truncation = new Truncation(
                Math.max(0, fields.wholeNumber("top_k", -1, Integer.MAX_VALUE).orElse(0)),
                fields.number("top_p", 1, 0, 1),
                fields.number("min_p", 0, 0, 1));
        Penalties penalties = new Penalties(
                fields.number("presence_penalty", 0, -2, 2),
                fields.number("frequency_penalty", 0, -2, 2),
                fields.number("repetition_penalty", 1, 0.1, 10),
                fields.numbersOfTokens("logit_bias", MAX_BIASES, -100, 100));
        long seed = fields.wholeNumber("seed")
                .orElseGet(() -> ThreadLocalRandom.current().nextLong());
        return new Sampling(fields.number("temperature", 1, 0, 2), truncation, penalties, seed);
    }

    boolean tellsLogprobs() {
        return decoding.likeliest().isPresent();
    }

    private static boolean includeUsage(RequestFields fields) {
        JsonNode options = fields.value("stream_options").orElse(null);
        if (options == null) {
            return false;
        }
        if (!options.isObject()) {
            throw RequestFields.wrongType("stream_options", "an object", options);
        }
        if (!fields.flag("stream")) {
            throw RequestFields.invalid("stream_options", "is only allowed when 'stream' is true");
        }
        JsonNode includeUsage = options.path("include_usage");
        return !includeUsage.isMissingNode()
                && !includeUsage.isNull()
                && RequestFields.flag("stream_options.include_usage", includeUsage);
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    private static boolean isNoneOrAuto(JsonNode value) {
        return value.isTextual()
                && (value.textValue().equals("none") || value.textValue().equals("auto"));
    }
}
