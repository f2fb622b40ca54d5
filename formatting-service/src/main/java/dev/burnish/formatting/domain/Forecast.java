package dev.burnish.formatting.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training will take.
 *
 * @param steps of the optimizer
 * @param firstBatch places, from 0, of the training examples that the first step takes
 * @param trainedTokens of all passes
 * @param model what depends on the model's size; null if its configuration cannot be read
 */
public record Forecast(
        int steps,
        List<Integer> firstBatch,
        long trainedTokens,
        @Nullable ModelNeeds model) {
    public Forecast {
        firstBatch = List.copyOf(firstBatch);
    }

    /**
     * @param parameters of the base model
     * @param trainedParameters of the adapter
     * @param operations floating-point operations of the whole training
     * @param memory for each precision
     * @param time how long it takes, null as long as nothing is known of the device's speed
     */
    public record ModelNeeds(
            long parameters,
            long trainedParameters,
            double operations,
            List<MemoryNeed> memory,
            @Nullable TimeNeed time) {
        public ModelNeeds {
            memory = List.copyOf(memory);
        }
    }

    /**
     * Bytes of the training process.
     *
     * @param precision {@code bf16} or {@code fp32}
     * @param least with the smallest micro-batch and every activation computed again
     * @param fastest with every activation kept
     */
    public record MemoryNeed(String precision, long least, long fastest) {}

    /** @param measured the number of trainings here that the speed was taken from */
    public record TimeNeed(double seconds, int measured) {}
}
