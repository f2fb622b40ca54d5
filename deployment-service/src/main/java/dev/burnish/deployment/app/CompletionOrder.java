package dev.burnish.deployment.app;

import static java.util.Objects.requireNonNull;

import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Sampling;
import dev.burnish.deployment.domain.ServedModel;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a request asks for.
 *
 * @param tenant who asks
 * @param choices how many answers, at least 1
 * @param maxTokens most tokens of an answer; empty for as many as fit
 * @param stops texts that end an answer and are not part of it
 */
public record CompletionOrder(
        String tenant,
        ServedModel model,
        PromptText prompt,
        int choices,
        OptionalInt maxTokens,
        Sampling sampling,
        List<String> stops) {
    public CompletionOrder {
        requireNonNull(tenant, "tenant");
        requireNonNull(model, "model");
        requireNonNull(prompt, "prompt");
        requireNonNull(maxTokens, "maxTokens");
        requireNonNull(sampling, "sampling");
        stops = List.copyOf(stops);
    }
}
