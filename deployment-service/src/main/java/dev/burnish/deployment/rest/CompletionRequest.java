package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.kit.errors.ApiException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/completions}. Fields that it does not know are ignored. */
record CompletionRequest(GenerationFields generation, PromptText prompt, OptionalInt maxTokens) {
    private static final int DEFAULT_MAX_TOKENS = 16;
    private static final int MAX_LIKELIEST = 5;

    /** @throws ApiException 400 that names the field at fault */
    static CompletionRequest read(@Nullable JsonNode body) {
        RequestFields fields = new RequestFields(body);
        GenerationFields generation = GenerationFields.read(fields, fields.wholeNumber("logprobs", 0, MAX_LIKELIEST));
        return new CompletionRequest(
                generation,
                new PromptText.Raw(prompt(fields.required("prompt"))),
                OptionalInt.of(
                        fields.wholeNumber("max_tokens", 1, Integer.MAX_VALUE).orElse(DEFAULT_MAX_TOKENS)));
    }

    private static String prompt(JsonNode prompt) {
        JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
        if (!only.isTextual()) {
            throw RequestFields.wrongType(
                    "prompt",
                    "a string or an array of one string (several prompts and token ids are not supported)",
                    prompt);
        }
        if (only.textValue().isEmpty()) {
            throw RequestFields.invalid("prompt", "must not be empty");
        }
        return only.textValue();
    }
}
