package dev.burnish.deployment.app;

import static java.util.Objects.requireNonNull;

import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.ServedModel;
import java.util.OptionalInt;

/**
 * What a request asks for.
 *
 * @param tenant who asks
 * @param choices how many answers, at least 1
 * @param maxTokens most tokens of an answer; empty for as many as fit
 */
public record CompletionOrder(
        String tenant, ServedModel model, PromptText prompt, int choices, OptionalInt maxTokens, Decoding decoding) {
    public CompletionOrder {
        requireNonNull(tenant, "tenant");
        requireNonNull(model, "model");
        requireNonNull(prompt, "prompt");
        requireNonNull(maxTokens, "maxTokens");
        requireNonNull(decoding, "decoding");
    }
}
