package dev.burnish.training.domain;

import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which steps are told: first that training begins, then at most one step a second, and always those with a validation and the last. What was told before an
 * interruption is not told again; the first report after it says where the run went on. Speed is that of the steps since the last report; the time left assumes that the remaining steps take as long as those that this attempt has
 * done.
 */
public final class ProgressMeter {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Length run;
    private final Before before;
    private final LongSupplier nanoClock;
    private final long start;
    private long lastReport;
    private long tokensSinceReport;

    /** A run, and how long it is. */
    public record Length(String jobId, Method method, int totalSteps, int epochs) {}

    /**
     * What earlier attempts have done.
     *
     * @param step the last step that need not be done again
     * @param told the last step told of
     * @param seconds that they trained
     */
    public record Before(int step, int told, double seconds) {
        public static final Before NOTHING = new Before(0, 0, 0);
    }

    /** Starts the clock. */
    public ProgressMeter(Length run, Before before, LongSupplier nanoClock) {
        this.run = run;
        this.before = before;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        this.lastReport = start;
    }

    public JobProgressed begun() {
        return new JobProgressed(run.jobId, 0, run.totalSteps, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * What to tell about this step, if anything.
     *
     * @param validation what was measured after it, or null
     */
    public Optional<JobProgressed> after(StepMeasurement step, @Nullable LossSums validation) {
        tokensSinceReport += step.tokens();
        long now = nanoClock.getAsLong();
        boolean due = validation != null || step.step() == run.totalSteps || now - lastReport >= INTERVAL.toNanos();
        if (!due || step.step() <= before.told) {
            return Optional.empty();
        }
        double tokensPerSecond = tokensSinceReport * 1e9 / Math.max(1, now - lastReport);
        double secondsLeft = (now - start) / 1e9 / (step.step() - before.step) * (run.totalSteps - step.step());
        Integer resumedFrom = before.step > 0 && lastReport == start ? before.step : null;
        lastReport = now;
        tokensSinceReport = 0;
        return Optional.of(new JobProgressed(
                run.jobId,
                step.step(),
                run.totalSteps,
                (double) step.step() * run.epochs / run.totalSteps,
                step.loss(),
                run.method == Method.SUPERVISED ? step.accuracy() : 0,
                step.learningRate(),
                step.gradientNorm(),
                tokensPerSecond,
                secondsLeft,
                run.method == Method.DPO ? step.accuracy() : null,
                validation == null ? null : validation.meanLoss(),
                validation == null ? null : validation.accuracy(),
                resumedFrom));
    }

    /** Of training, over all attempts. */
    public double seconds() {
        return before.seconds + (nanoClock.getAsLong() - start) / 1e9;
    }
}
