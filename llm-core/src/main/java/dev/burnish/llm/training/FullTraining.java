package dev.burnish.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.util.List;

/**
 * Training of every weight of a model, such as pre-training. The caller brings the examples of each step and its learning rate. The
 * model's fp32 weights are the masters and change in place.
 */
public final class FullTraining implements AutoCloseable {

    private final BaseModel model;
    private final Settings settings;
    private final NDManager memory;
    private final NDArray like;
    private final NDList gradients = new NDList();
    private final Optimizer optimizer;

    /**
     * How the optimizer works.
     *
     * @param precision of matrix products
     * @param microBatchTokens tokens that run through the model at once, padding counted; bounds the memory
     */
    public record Settings(
            Precision precision, double beta2, double weightDecay, double maxGradientNorm, int microBatchTokens) {}

    /** @param model with fp32 weights */
    public FullTraining(BaseModel model, Settings settings) {
        if (model.precision() != Precision.FP32) {
            throw new IllegalArgumentException("full training needs fp32 weights, not " + model.precision());
        }
        this.model = model;
        this.settings = settings;
        memory = Kernels.get().newScope();
        try (NDArray one = memory.ones(new Shape(1))) {
            like = Kernels.get().cast(memory, one, settings.precision());
        }
        NDList trained = new NDList();
        NDList trainedGradients = new NDList();
        for (int i = 0; i < model.weights().size(); i++) {
            NDArray weight = model.weights().get(i);
            if (model.isTrainable(i)) {
                trained.add(weight);
                trainedGradients.add(memory.zeros(weight.getShape(), DataType.FLOAT32));
                gradients.add(trainedGradients.getLast());
            } else {
                gradients.add(memory.create(0f));
            }
        }
        optimizer = new Optimizer(
                memory,
                trained,
                trainedGradients,
                settings.beta2(),
                settings.weightDecay(),
                settings.maxGradientNorm());
    }

    /**
     * One optimizer step over the examples.
     *
     * @throws TrainingDivergedException if the loss or the gradient is not finite
     */
    public StepReport step(List<EncodedExample> examples, double learningRate) throws TrainingDivergedException {
        boolean tied = model.config().tiedEmbeddings();
        LossSums sums = LossSums.ZERO;
        for (MicroBatch batch : MicroBatch.of(examples, settings.microBatchTokens())) {
            sums = sums.plus(Kernels.get().fullStep(model.weights(), gradients, like, batch, tied));
        }
        int learned = examples.stream().mapToInt(EncodedExample::learnedTokens).sum();
        double norm = optimizer.step(learningRate, sums.loss(), learned);
        int tokens =
                examples.stream().mapToInt(example -> example.tokens().length).sum();
        return new StepReport(
                optimizer.steps(),
                sums.loss() / learned,
                (double) sums.correct() / learned,
                learningRate,
                norm,
                tokens,
                learned);
    }

    @Override
    public void close() {
        memory.close();
    }
}
