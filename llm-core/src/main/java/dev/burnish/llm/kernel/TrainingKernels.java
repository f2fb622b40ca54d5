package dev.burnish.llm.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The kernels of training and evaluation. Gradients are lists aligned with what they belong to; an array of no elements stands for what is
 * not trained. Weights and adapters are laid out as {@link Kernels} says.
 */
public final class TrainingKernels {

    private final Kernels kernels = Kernels.get();

    /** What an adapter's training gives the kernels besides the batch: weights, factors, and sums of gradients aligned with each. */
    public record Adapted(NDList weights, NDList noGradients, NDList adapter, NDList gradients) {}

    /** A micro-batch of one adapter's training in a pass that others may share. */
    public record Part(Adapted adapted, MicroBatch batch, StepSettings settings) {}

    /** Adds the gradients of the summed loss of one micro-batch to the adapter's gradients. */
    public LossSums step(Adapted adapted, MicroBatch batch, StepSettings settings) {
        return step(List.of(new Part(adapted, batch, settings))).getFirst();
    }

    /**
     * Adds the gradients of each part's summed loss to its adapter's gradients, in one pass over the tokens of all. They have in common
     * the weights alone: no number of one part enters another's.
     *
     * @param parts at least one, all over the same weights; as many layers are kept as the part keeps that keeps the fewest
     * @return of each part
     */
    public List<LossSums> step(List<Part> parts) {
        Segments segments = Segments.of(parts);
        MicroBatch batch = MicroBatch.joined(parts.stream().map(Part::batch).toList());
        try (NDManager scope = kernels.newScope()) {
            return step(scope, segments.adapted())
                    .batch(batch)
                    .segments(segments)
                    .sums();
        }
    }

    /**
     * Adds the gradients of the summed preference loss to the adapter's gradients: −log σ(β((c − c₀) − (r − r₀))) of each pair, where c
     * and r are the log probabilities of the preferred and the other sequence, and c₀ and r₀ those of the reference. Source: Rafailov et
     * al., "Direct Preference Optimization", 2023, equation 7.
     *
     * @return the summed loss, and how many pairs the adapter ranks as wished better than the reference does
     */
    public LossSums preferenceStep(Adapted adapted, PreferenceBatch batch, StepSettings settings) {
        try (NDManager scope = kernels.newScope()) {
            return step(scope, List.of(adapted))
                    .batch(batch)
                    .segments(Segments.of(List.of(new Part(adapted, batch.batch(), settings))))
                    .sums()
                    .getFirst();
        }
    }

    private KernelCall step(NDManager scope, List<Adapted> adapted) {
        NDList adapters = new NDList();
        NDList gradients = new NDList();
        for (Adapted each : adapted) {
            adapters.addAll(each.adapter());
            gradients.addAll(each.gradients());
        }
        return kernels.call(scope, "step")
                .list("w[]", adapted.getFirst().weights())
                .list("l[]", adapters)
                .list("gw[]", adapted.getFirst().noGradients())
                .list("gl[]", gradients);
    }

    /**
     * Adds the gradients of the summed loss of one micro-batch to {@code gradients}, in the weights' order.
     *
     * @param masters fp32 weights
     * @param like one array of the type to compute in
     */
    public LossSums fullStep(NDList masters, NDList gradients, NDArray like, MicroBatch batch, StepSettings settings) {
        Adapted none = new Adapted(masters, gradients, new NDList(), new NDList());
        try (NDManager scope = kernels.newScope()) {
            return kernels.call(scope, "full_step")
                    .list("m[]", masters)
                    .list("g[]", gradients)
                    .list("t[]", new NDList(like))
                    .batch(batch)
                    .segments(Segments.of(List.of(new Part(none, batch, settings))))
                    .sums()
                    .getFirst();
        }
    }

    /** Clears gradients that are not to be applied. */
    public void forget(NDList gradients) {
        try (NDManager scope = kernels.newScope()) {
            kernels.call(scope, "forget").list("g[]", gradients).run();
        }
    }

    /** Divides the gradients by {@code count}, scales them down to a global norm of at most {@code most}, and returns the norm before that. */
    public double clip(NDList gradients, double most, long count) {
        try (NDManager scope = kernels.newScope()) {
            return kernels.call(scope, "clip")
                    .list("g[]", gradients)
                    .scalar((float) most)
                    .scalar(count)
                    .run()
                    .get(0)
                    .toFloatArray()[0];
        }
    }

    /** Applies AdamW in place and clears the gradients. */
    public void adamw(NDList parameters, NDList gradients, NDList firstMoments, NDList secondMoments, AdamW settings) {
        try (NDManager scope = kernels.newScope()) {
            kernels.call(scope, "adamw")
                    .list("p[]", parameters)
                    .list("g[]", gradients)
                    .list("m[]", firstMoments)
                    .list("v[]", secondMoments)
                    .array(scope.create(settings.values()))
                    .run();
        }
    }

    /** The negative log likelihood of each learned token, in nats, and whether it had the highest logit. */
    public TokenLosses evaluate(NDList weights, NDList adapter, MicroBatch batch) {
        try (NDManager scope = kernels.newScope()) {
            NDList result = kernels.call(scope, "evaluate")
                    .list("w[]", weights)
                    .list("l[]", adapter)
                    .batch(batch)
                    .run();
            return new TokenLosses(result.get(0).toDoubleArray(), result.get(1).toLongArray());
        }
    }
}
