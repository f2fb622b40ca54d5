package dev.burnish.formatting.domain;

/** What {@code auto} means, once the training examples are counted. Epochs and batch size follow the rules that OpenAI published. */
public final class AutoHyperparameters {
    /** The base learning rate as it is. */
    public static final double LEARNING_RATE_MULTIPLIER = 1.0;

    private static final int EPOCHS = 3;
    private static final int MAX_EPOCHS = 25;
    private static final int FEW_EXAMPLES = 100;
    private static final int MANY_EXAMPLES = 25_000;

    private static final int EXAMPLES_PER_BATCH_MEMBER = 500;
    private static final int MAX_BATCH_SIZE = 256;

    private AutoHyperparameters() {}

    /** Three passes; more, up to 25, while they show the model fewer than 100 examples in all, and fewer, down to 1, when three show it more than 25000. */
    public static int epochs(int trainingExamples) {
        requireExamples(trainingExamples);
        long shown = (long) EPOCHS * trainingExamples;
        if (shown < FEW_EXAMPLES) {
            return Math.min(MAX_EPOCHS, FEW_EXAMPLES / trainingExamples);
        }
        if (shown > MANY_EXAMPLES) {
            return Math.max(1, MANY_EXAMPLES / trainingExamples);
        }
        return EPOCHS;
    }

    /** About 0.2 % of the examples, 1 to 256. */
    public static int batchSize(int trainingExamples) {
        requireExamples(trainingExamples);
        return (int) Math.clamp(Math.round((double) trainingExamples / EXAMPLES_PER_BATCH_MEMBER), 1L, MAX_BATCH_SIZE);
    }

    private static void requireExamples(int trainingExamples) {
        if (trainingExamples < 1) {
            throw new IllegalArgumentException("trainingExamples is " + trainingExamples + ", must be at least 1");
        }
    }
}
