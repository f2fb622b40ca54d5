package dev.burnish.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.kernel.TrainingKernels.Part;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Optimizer steps over an adapter, which changes in place. The caller brings the examples of each step and its learning rate. A step's
 * gradient is the mean over all it learns from, however that is cut into micro-batches. Used on the engine's thread only.
 */
public final class AdapterTrainer implements AutoCloseable {

    /** Where B factors stand among a layer's arrays. */
    private static final Set<Integer> B_FACTORS = Set.of(1, 2, 3, 8, 11, 12, 16);

    private final BaseModel model;
    private final LoraAdapter adapter;
    private final MemoryPlan memoryPlan;
    private final NDManager memory = Kernels.get().newScope();
    private final TrainingKernels kernels = new TrainingKernels();
    private final TrainingKernels.Adapted adapted;
    private final Optimizer optimizer;

    public AdapterTrainer(BaseModel model, LoraAdapter adapter, OptimizerSettings settings, MemoryPlan memoryPlan) {
        this.model = model;
        this.adapter = adapter;
        this.memoryPlan = memoryPlan;
        NDArray absent = memory.create(new float[0]);
        NDList arrays = LoraAdapter.arrays(adapter, model);
        NDList gradients = new NDList();
        optimizer = new Optimizer(memory, settings);
        for (int i = 0; i < arrays.size(); i++) {
            NDArray array = arrays.get(i);
            boolean trained = i > 0 && array.getShape().size() > 0;
            gradients.add(trained ? memory.zeros(array.getShape(), DataType.FLOAT32) : absent);
            if (trained) {
                boolean isB = B_FACTORS.contains((i - 1) % Kernels.LAYER_FACTORS);
                optimizer.add(array, gradients.getLast(), isB ? settings.loraPlusRatio() : 1);
            }
        }
        NDArray frozen = memory.create(new float[0]);
        NDList noGradients = new NDList();
        model.weights().forEach(weight -> noGradients.add(frozen));
        adapted = new TrainingKernels.Adapted(model.weights(), noGradients, arrays, gradients);
    }

    /**
     * One optimizer step over examples.
     *
     * @param dropoutSeed 0 or more
     * @throws TrainingDivergedException if loss or gradient is not finite; the adapter is then as it was before the step
     */
    public StepReport step(List<EncodedExample> examples, double learningRate, int dropoutSeed)
            throws TrainingDivergedException {
        LossSums sums = LossSums.ZERO;
        for (Part part : parts(examples, dropoutSeed)) {
            sums = sums.plus(kernels.step(List.of(part)).getFirst());
        }
        return apply(examples, sums, learningRate);
    }

    /** The micro-batches of a step, each of which adds to this adapter's gradients in whatever pass it takes part. */
    List<Part> parts(List<EncodedExample> examples, int dropoutSeed) {
        StepSettings settings = stepSettings(dropoutSeed, 0);
        return MicroBatch.pack(examples, memoryPlan.microBatchTokens()).stream()
                .map(batch -> new Part(adapted, batch, settings))
                .toList();
    }

    /** Ends a step whose parts have all been computed. */
    StepReport apply(List<EncodedExample> examples, LossSums sums, double learningRate)
            throws TrainingDivergedException {
        int learned = examples.stream().mapToInt(EncodedExample::learnedTokens).sum();
        int tokens =
                examples.stream().mapToInt(example -> example.tokens().length).sum();
        double norm = optimizer.step(learningRate, sums.loss(), learned);
        double accuracy = (double) sums.correct() / learned;
        return new StepReport(optimizer.steps(), sums.loss() / learned, accuracy, learningRate, norm, tokens, learned);
    }

    /** Gives up a step of whose parts some may have been computed. */
    void giveUp() {
        optimizer.forgetGradients();
    }

    MemoryPlan memoryPlan() {
        return memoryPlan;
    }

    BaseModel model() {
        return model;
    }

    /**
     * One optimizer step over preference pairs.
     *
     * @param beta how strongly the adapter is held to the reference, positive
     * @throws TrainingDivergedException if loss or gradient is not finite; the adapter is then as it was before the step
     */
    public PreferenceReport preferenceStep(
            List<ReferencedPair> pairs, double beta, double learningRate, int dropoutSeed)
            throws TrainingDivergedException {
        LossSums sums = LossSums.ZERO;
        for (List<ReferencedPair> part : ReferencedPair.pack(pairs, memoryPlan.microBatchTokens())) {
            sums = sums.plus(
                    kernels.preferenceStep(adapted, ReferencedPair.batch(part), stepSettings(dropoutSeed, beta)));
        }
        double norm = optimizer.step(learningRate, sums.loss(), pairs.size());
        int tokens = pairs.stream().mapToInt(ReferencedPair::tokens).sum();
        return new PreferenceReport(
                optimizer.steps(),
                sums.loss() / pairs.size(),
                (double) sums.correct() / pairs.size(),
                learningRate,
                norm,
                tokens);
    }

    private StepSettings stepSettings(int dropoutSeed, double beta) {
        int kept = model.isQuantised()
                ? 0
                : Math.min(memoryPlan.keptLayers(), model.config().layers());
        return new StepSettings(adapter.settings().dropout(), dropoutSeed, kept, beta);
    }

    /** Steps taken so far. */
    public int steps() {
        return optimizer.steps();
    }

    /** Writes the adapter's factors, the optimizer's moments and the number of steps, from which {@link #restore} goes on. */
    public void save(Path file) throws IOException {
        optimizer.save(file);
    }

    /** Takes up the state that was saved for an adapter of the same shape; what follows is the same bit for bit on a processor. */
    public void restore(Path file) throws CheckpointException {
        optimizer.restore(file);
    }

    @Override
    public void close() {
        memory.close();
    }
}
