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
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.util.List;

/**
 * Training of every weight of a model, such as pre-training. The caller brings the examples of each step and its learning rate. The
 * model's fp32 weights are the masters and change in place.
 */
public final class FullTraining implements AutoCloseable {

    private final BaseModel model;
    private final MemoryPlan memoryPlan;
    private final NDManager memory = Kernels.get().newScope();
    private final TrainingKernels kernels = new TrainingKernels();
    private final NDArray like;
    private final NDList gradients;
    private final Optimizer optimizer;

    /**
     * @param model with fp32 weights
     * @param precision of matrix products
     */
    public FullTraining(BaseModel model, Precision precision, OptimizerSettings settings, MemoryPlan memoryPlan) {
        if (model.precision() != Precision.FP32) {
            throw new IllegalArgumentException("full training needs fp32 weights, not " + model.precision());
        }
        this.model = model;
        this.memoryPlan = memoryPlan;
        try (NDArray one = memory.ones(new Shape(1))) {
            like = Kernels.get().cast(memory, one, precision);
        }
        gradients = gradients(model, memory);
        optimizer = new Optimizer(memory, settings);
        for (int i = 0; i < gradients.size(); i++) {
            if (model.isTrainable(i)) {
                optimizer.add(model.weights().get(i), gradients.get(i), 1);
            }
        }
    }

    /** Zeros for each trained array, and nothing for the others. */
    static NDList gradients(BaseModel model, NDManager memory) {
        NDArray absent = memory.create(new float[0]);
        NDList gradients = new NDList();
        for (int i = 0; i < model.weights().size(); i++) {
            Shape shape = model.weights().get(i).getShape();
            gradients.add(model.isTrainable(i) ? memory.zeros(shape, DataType.FLOAT32) : absent);
        }
        return gradients;
    }

    /**
     * One optimizer step over the examples.
     *
     * @throws TrainingDivergedException if the loss or the gradient is not finite
     */
    public StepReport step(List<EncodedExample> examples, double learningRate) throws TrainingDivergedException {
        int kept = Math.min(memoryPlan.keptLayers(), model.config().layers());
        StepSettings settings = new StepSettings(0, 0, kept, 0);
        LossSums sums = LossSums.ZERO;
        for (MicroBatch batch : MicroBatch.pack(examples, memoryPlan.microBatchTokens())) {
            sums = sums.plus(kernels.fullStep(model.weights(), gradients, like, batch, settings));
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
