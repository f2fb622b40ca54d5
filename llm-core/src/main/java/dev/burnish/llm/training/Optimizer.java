package dev.burnish.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.kernel.AdamW;
import dev.burnish.llm.kernel.TrainingKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** AdamW over fp32 parameters, with clipping of the gradients by their global norm. Weight decay spares vectors. */
final class Optimizer {

    private static final double BETA1 = 0.9;

    private final NDManager memory;
    private final OptimizerSettings settings;
    private final TrainingKernels kernels = new TrainingKernels();
    private final NDList gradients = new NDList();
    private final Map<Group, Members> groups = new TreeMap<>();
    private final List<TrainerState.Entry> state = new ArrayList<>();
    private int step;

    /** What is updated alike. */
    private record Group(boolean decayed, double rateFactor) implements Comparable<Group> {

        @Override
        public int compareTo(Group other) {
            int byDecay = Boolean.compare(decayed, other.decayed);
            return byDecay != 0 ? byDecay : Double.compare(rateFactor, other.rateFactor);
        }
    }

    private record Members(NDList parameters, NDList gradients, NDList first, NDList second) {

        Members() {
            this(new NDList(), new NDList(), new NDList(), new NDList());
        }
    }

    /** @param memory that the optimizer's state lives in */
    Optimizer(NDManager memory, OptimizerSettings settings) {
        this.memory = memory;
        this.settings = settings;
    }

    /**
     * Adds a parameter, before the first step.
     *
     * @param gradient its sum over tokens, filled by the kernels before each step and cleared by it
     * @param rateFactor its learning rate is that many times the step's
     */
    void add(NDArray parameter, NDArray gradient, double rateFactor) {
        boolean decayed = parameter.getShape().dimension() > 1;
        Members members = groups.computeIfAbsent(new Group(decayed, rateFactor), group -> new Members());
        NDArray first = memory.zeros(parameter.getShape(), DataType.FLOAT32);
        NDArray second = memory.zeros(parameter.getShape(), DataType.FLOAT32);
        members.parameters().add(parameter);
        members.gradients().add(gradient);
        members.first().add(first);
        members.second().add(second);
        gradients.add(gradient);
        int number = state.size() / 3;
        state.add(new TrainerState.Entry("parameter." + number, parameter));
        state.add(new TrainerState.Entry("first." + number, first));
        state.add(new TrainerState.Entry("second." + number, second));
    }

    /**
     * Applies the mean gradient and clears the gradients.
     *
     * @param summedLoss of the same tokens or pairs, checked with the gradients
     * @param count of what the gradients are summed over
     * @return the global norm of the mean gradient before clipping
     * @throws TrainingDivergedException if loss or norm is not finite; no parameter has changed then
     */
    double step(double learningRate, double summedLoss, long count) throws TrainingDivergedException {
        double norm = kernels.clip(gradients, settings.maxGradientNorm(), count);
        if (!Double.isFinite(norm) || !Double.isFinite(summedLoss)) {
            throw new TrainingDivergedException(step + 1, summedLoss / count, norm);
        }
        step++;
        groups.forEach((group, members) -> {
            double decay = group.decayed() ? settings.weightDecay() : 0;
            AdamW update = new AdamW(step, learningRate * group.rateFactor(), BETA1, settings.beta2(), decay);
            kernels.adamw(members.parameters(), members.gradients(), members.first(), members.second(), update);
        });
        return norm;
    }

    /** Clears the gradients without applying them. */
    void forgetGradients() {
        kernels.forget(gradients);
    }

    /** Steps taken so far. */
    int steps() {
        return step;
    }

    void save(Path file) throws IOException {
        TrainerState.write(file, step, state);
    }

    void restore(Path file) throws CheckpointException {
        step = TrainerState.read(file, state);
    }
}
