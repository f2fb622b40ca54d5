package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Somebody judged an answer of a model.
 *
 * @param completionId such as {@code chatcmpl-…}
 * @param rating -1 for a bad answer, 1 for a good one
 * @param correction the conversation with the answer as it should have been, one canonical example; null if only rated
 */
public record FeedbackRecorded(
        String model,
        String completionId,
        int rating,
        @Nullable Artifact correction) implements Event {
    public FeedbackRecorded {
        requireNonNull(model, "model");
        requireNonNull(completionId, "completionId");
        if (rating != -1 && rating != 1) {
            throw new IllegalArgumentException("rating is " + rating + ", must be -1 or 1");
        }
    }

    @Override
    public String subject() {
        return model;
    }
}
