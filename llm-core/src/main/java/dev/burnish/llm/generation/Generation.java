package dev.burnish.llm.generation;

/**
 * What was generated.
 *
 * @param tokens without the stop token
 */
@SuppressWarnings("ArrayRecordComponent")
public record Generation(int[] tokens, FinishReason finishReason) {

    /** Why generation ended. */
    public enum FinishReason {
        /** A stop token came. */
        STOP,
        /** The most tokens, or the model's longest sequence, was reached. */
        LENGTH,
        /** The caller wanted no more. */
        CANCELLED
    }
}
