package dev.burnish.training.domain;

import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides which steps are told: first that training begins, then at most one step a second, and always the last. Speed is that of the
 * steps since the last report; the time left assumes that the remaining steps take as long as those done.
 */
public final class ProgressMeter {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final String jobId;
    private final Method method;
    private final int totalSteps;
    private final int epochs;
    private final LongSupplier nanoClock;
    private final long start;
    private long lastReport;
    private long tokensSinceReport;

    /** Starts the clock. */
    public ProgressMeter(String jobId, Method method, int totalSteps, int epochs, LongSupplier nanoClock) {
        this.jobId = jobId;
        this.method = method;
        this.totalSteps = totalSteps;
        this.epochs = epochs;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        this.lastReport = start;
    }

    public JobProgressed begun() {
        return new JobProgressed(jobId, 0, totalSteps, 0, 0, 0, 0, 0, 0, 0);
    }

    /** What to tell about this step, if anything. */
    public Optional<JobProgressed> after(StepMeasurement step) {
        tokensSinceReport += step.tokens();
        long now = nanoClock.getAsLong();
        if (step.step() < totalSteps && now - lastReport < INTERVAL.toNanos()) {
            return Optional.empty();
        }
        double tokensPerSecond = tokensSinceReport * 1e9 / Math.max(1, now - lastReport);
        double secondsLeft = (now - start) / 1e9 / step.step() * (totalSteps - step.step());
        lastReport = now;
        tokensSinceReport = 0;
        return Optional.of(new JobProgressed(
                jobId,
                step.step(),
                totalSteps,
                (double) step.step() * epochs / totalSteps,
                step.loss(),
                method == Method.SUPERVISED ? step.accuracy() : 0,
                step.learningRate(),
                step.gradientNorm(),
                tokensPerSecond,
                secondsLeft,
                method == Method.DPO ? step.accuracy() : null));
    }

    /** Since training began. */
    public double seconds() {
        return (nanoClock.getAsLong() - start) / 1e9;
    }
}
