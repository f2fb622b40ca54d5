package dev.burnish.training.domain;

import dev.burnish.contracts.Method;
import org.jspecify.annotations.Nullable;

/** What a run has done and shown so far, over all its attempts. */
public final class RunCourse {
    private final MetricsTable metrics;
    private int step;
    private long tokens;
    private ValidationGains gains;

    private RunCourse(MetricsTable metrics, int step, long tokens, ValidationGains gains) {
        this.metrics = metrics;
        this.step = step;
        this.tokens = tokens;
        this.gains = gains;
    }

    public static RunCourse begun(Method method) {
        return new RunCourse(new MetricsTable(method), 0, 0, ValidationGains.NONE);
    }

    /** @param metrics as they were when the point was made */
    public static RunCourse resumed(ResumePoint point, String metrics) {
        return new RunCourse(new MetricsTable(metrics), point.step(), point.tokens(), point.gains());
    }

    /** @param validation what was measured after this step, or null */
    public void add(StepMeasurement measurement, @Nullable LossSums validation) {
        metrics.add(measurement, validation);
        step = measurement.step();
        tokens += measurement.tokens();
        if (validation != null) {
            gains = gains.after(validation.meanLoss());
        }
    }

    /** The last one done; 0 before the first. */
    public int step() {
        return step;
    }

    /** That went through the model in all steps. */
    public long tokens() {
        return tokens;
    }

    public ValidationGains gains() {
        return gains;
    }

    /** Of every step, CSV. */
    public String metrics() {
        return metrics.csv();
    }
}
