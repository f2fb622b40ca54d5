package dev.burnish.llm.training;

/** The loss or the gradient is no longer a finite number; the weights are as they were before the step. */
public final class TrainingDivergedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int step;

    public TrainingDivergedException(int step, double loss, double gradientNorm) {
        super("training diverged in step " + step + ": loss " + loss + ", gradient norm " + gradientNorm
                + "; a lower learning rate may help");
        this.step = step;
    }

    /** The step that diverged, counted from 1. */
    public int step() {
        return step;
    }
}
