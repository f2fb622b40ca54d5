package dev.burnish.llm.lora;

import dev.burnish.llm.model.Projection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Size and kind of an adapter.
 *
 * @param rank inner dimension of each pair of factors, 1 to 256
 * @param alpha a positive number; see {@link #scale}
 * @param dropout share of an adapter's inputs that a training step leaves out, 0 or more and below 1
 * @param targets the linear modules of each layer that are adapted, at least one
 * @param rankStabilised whether the scale falls with the root of the rank (rsLoRA, Kalajdzievski 2023)
 * @param dora whether the magnitudes of W + scale · BA's rows are trained on their own (DoRA, Liu et al. 2024)
 */
public record LoraSettings(
        int rank, double alpha, double dropout, Set<Projection> targets, boolean rankStabilised, boolean dora) {

    /** All linear modules of a layer, which PEFT calls {@code all-linear}. */
    public static final Set<Projection> ALL_LINEAR = Set.copyOf(EnumSet.allOf(Projection.class));

    public LoraSettings {
        if (rank < 1 || rank > 256) {
            throw new IllegalArgumentException("rank must be 1 to 256, not " + rank);
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("alpha must be a positive number, not " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), not " + dropout);
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets must name at least one module");
        }
        targets = Set.copyOf(targets);
    }

    /** Plain LoRA on all linear modules. */
    public LoraSettings(int rank, double alpha, double dropout) {
        this(rank, alpha, dropout, ALL_LINEAR, false, false);
    }

    /** What the product of the factors is multiplied with. */
    public double scale() {
        return rankStabilised ? alpha / Math.sqrt(rank) : alpha / rank;
    }
}
