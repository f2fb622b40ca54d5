package dev.burnish.llm.training;

import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.kernel.TrainingKernels.Part;
import dev.burnish.llm.training.LoraTraining.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Optimizer steps of several trainings over one base model. Their micro-batches run through it together as long as the narrowest memory
 * plan allows, each token with its own training's adapter, so that the base model's weights are read once for all and its products have
 * more rows. Adapters may differ in every setting. Each training keeps its own micro-batches, dropout, loss, clipping, learning rate and
 * optimizer; its step is the one it would do alone but for the rounding of products with more rows. Used on the engine's thread only.
 */
public final class JointSteps {

    private JointSteps() {}

    /** What became of one training's step. */
    public sealed interface Outcome {

        /** It is done. */
        record Done(StepReport report) implements Outcome {}

        /** The loss or gradient was not finite, or something else broke this training's step. The others' are not affected. */
        record Failed(Exception cause) implements Outcome {}
    }

    /** A training in its next step. */
    private record Turning(LoraTraining training, Turn turn) {

        /** Tells whether the model reads these sequences with its frequencies for long ones, which must not happen to others' short ones. */
        private boolean isLong(Part part) {
            return part.batch().longest()
                    > training.trainer().model().config().rope().switchLength();
        }

        Outcome end(LossSums sums) {
            try {
                return new Outcome.Done(training.trainer().apply(turn.examples(), sums, turn.learningRate()));
            } catch (TrainingDivergedException | RuntimeException e) {
                return new Outcome.Failed(e);
            }
        }

        Outcome alone() {
            try {
                return new Outcome.Done(training.step());
            } catch (TrainingDivergedException | RuntimeException e) {
                return new Outcome.Failed(e);
            }
        }
    }

    /** A micro-batch and whose it is. */
    private record Share(int owner, Part part, boolean isLong) {

        int tokens() {
            return part.batch().tokens().length;
        }
    }

    /**
     * The next step of each training.
     *
     * @param trainings over one base model, none of them finished and none of them twice
     * @return in the trainings' order
     */
    public static List<Outcome> step(List<LoraTraining> trainings) {
        List<Turning> turns = trainings.stream()
                .map(training -> new Turning(training, training.nextTurn()))
                .toList();
        LossSums[] sums;
        try {
            sums = compute(turns);
        } catch (RuntimeException e) {
            // Nobody can tell whose part has broken the pass.
            trainings.forEach(training -> training.trainer().giveUp());
            return turns.stream().map(Turning::alone).toList();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            outcomes.add(turns.get(i).end(sums[i]));
        }
        return outcomes;
    }

    private static LossSums[] compute(List<Turning> turns) {
        TrainingKernels kernels = new TrainingKernels();
        LossSums[] sums = new LossSums[turns.size()];
        Arrays.fill(sums, LossSums.ZERO);
        for (List<Share> pass : passes(turns)) {
            List<LossSums> ofPass = kernels.step(pass.stream().map(Share::part).toList());
            for (int i = 0; i < pass.size(); i++) {
                int owner = pass.get(i).owner();
                sums[owner] = sums[owner].plus(ofPass.get(i));
            }
        }
        return sums;
    }

    private static List<List<Share>> passes(List<Turning> turns) {
        int capacity = turns.stream()
                .mapToInt(turning -> turning.training().trainer().memoryPlan().microBatchTokens())
                .min()
                .orElse(1);
        List<Share> shares = new ArrayList<>();
        for (int owner = 0; owner < turns.size(); owner++) {
            Turning turning = turns.get(owner);
            Turn turn = turning.turn();
            for (Part part : turning.training().trainer().parts(turn.examples(), turn.dropoutSeed())) {
                shares.add(new Share(owner, part, turning.isLong(part)));
            }
        }
        shares.sort(Comparator.comparingInt(Share::tokens).reversed());
        Map<Boolean, List<Share>> alike = shares.stream().collect(Collectors.partitioningBy(Share::isLong));
        List<List<Share>> passes = new ArrayList<>();
        alike.values().forEach(part -> passes.addAll(MicroBatch.bestFit(part, Share::tokens, capacity)));
        return passes;
    }
}
