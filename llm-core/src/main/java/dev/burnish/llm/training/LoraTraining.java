package dev.burnish.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Training of an adapter, one optimizer step at a time; the adapter changes in place. The order of examples, dropout and so every step
 * follow from the seed. A step's loss and gradient are means over the learned tokens of its whole batch, however it is cut into
 * micro-batches. Used on the engine's thread only.
 */
public final class LoraTraining implements AutoCloseable {

    private static final int MICRO_BATCH_TOKENS = 4096;
    private static final double BETA2 = 0.999;

    private final BaseModel model;
    private final LoraAdapter adapter;
    private final TrainingSettings settings;
    private final List<EncodedExample> examples;
    private final NDManager memory;
    private final NDList gradients = new NDList();
    private final Optimizer optimizer;
    private final int stepsPerEpoch;

    /** @param examples at least one, each with a learned token */
    public LoraTraining(
            BaseModel model, LoraAdapter adapter, TrainingSettings settings, List<EncodedExample> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("there is no example to train on");
        }
        for (EncodedExample example : examples) {
            if (example.learnedTokens() == 0) {
                throw new IllegalArgumentException("the example of line " + example.line() + " has no learned token");
            }
        }
        this.model = model;
        this.adapter = adapter;
        this.settings = settings;
        this.examples = List.copyOf(examples);
        stepsPerEpoch = Math.ceilDiv(examples.size(), settings.batchSize());
        memory = Kernels.get().newScope();
        for (NDArray factor : adapter.factors()) {
            gradients.add(memory.zeros(factor.getShape(), DataType.FLOAT32));
        }
        optimizer = new Optimizer(memory, adapter.factors(), gradients, BETA2, 0, settings.maxGradientNorm());
    }

    /** Optimizer steps of the whole training. */
    public int totalSteps() {
        return Math.multiplyExact(settings.epochs(), stepsPerEpoch);
    }

    public boolean finished() {
        return optimizer.steps() >= totalSteps();
    }

    /**
     * The next optimizer step.
     *
     * @throws TrainingDivergedException if loss or gradient is not finite; the adapter is then as it was before the step
     * @throws IllegalStateException if training has finished
     */
    public StepReport step() throws TrainingDivergedException {
        if (finished()) {
            throw new IllegalStateException("training has finished after " + totalSteps() + " steps");
        }
        int step = optimizer.steps() + 1;
        List<EncodedExample> batch = batch(step - 1);
        double learningRate = settings.learningRate(step, totalSteps());
        Kernels.get().seed(settings.seed() * 1_000_003 + step);
        double dropout = adapter.settings().dropout();
        LossSums sums = LossSums.ZERO;
        for (MicroBatch part : MicroBatch.of(batch, MICRO_BATCH_TOKENS)) {
            sums = sums.plus(Kernels.get()
                    .loraStep(model.weights(), LoraAdapter.arrays(adapter, model), gradients, part, dropout));
        }
        int learned = batch.stream().mapToInt(EncodedExample::learnedTokens).sum();
        int tokens = batch.stream().mapToInt(example -> example.tokens().length).sum();
        double norm = optimizer.step(learningRate, sums.loss(), learned);
        double accuracy = (double) sums.correct() / learned;
        return new StepReport(step, sums.loss() / learned, accuracy, learningRate, norm, tokens, learned);
    }

    /** The examples of a step, counted from 0. Each epoch has an order of its own. */
    private List<EncodedExample> batch(int step) {
        List<EncodedExample> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(settings.seed() + step / stepsPerEpoch));
        int first = step % stepsPerEpoch * settings.batchSize();
        return shuffled.subList(first, Math.min(first + settings.batchSize(), shuffled.size()));
    }

    @Override
    public void close() {
        memory.close();
    }
}
