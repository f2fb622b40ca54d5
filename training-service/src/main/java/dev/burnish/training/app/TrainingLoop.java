package dev.burnish.training.app;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.MetricsTable;
import dev.burnish.training.domain.ProgressMeter;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a session from the first step to the last, and stops at once when the lease is lost. */
final class TrainingLoop {

    /** The lease is looked at between so many validation examples. */
    private static final int VALIDATION_SLICE = 16;

    private final TrainingSession session;
    private final int stepsPerEpoch;
    private final ProgressMeter meter;
    private final Lease lease;
    private final Consumer<JobProgressed> tell;
    private final MetricsTable metrics;
    private long tokens;

    /** @param tell runs in a transaction of its own */
    TrainingLoop(TrainingSession session, DatasetFormatted dataset, Lease lease, Consumer<JobProgressed> tell) {
        FineTuningJob job = dataset.job();
        int epochs = dataset.plan().epochs();
        this.session = session;
        this.stepsPerEpoch = session.totalSteps() / epochs;
        this.meter = new ProgressMeter(job.id(), job.method(), session.totalSteps(), epochs, System::nanoTime);
        this.metrics = new MetricsTable(job.method());
        this.lease = lease;
        this.tell = tell;
    }

    void run() throws RunFailedException, LeaseLostException {
        JobProgressed begun = meter.begun();
        lease.commit(() -> tell.accept(begun));
        for (int step = 1; step <= session.totalSteps(); step++) {
            lease.check();
            StepMeasurement measurement = session.step();
            tokens += measurement.tokens();
            metrics.add(measurement, step % stepsPerEpoch == 0 ? validate() : null);
            Optional<JobProgressed> progressed = meter.after(measurement);
            if (progressed.isPresent()) {
                lease.commit(() -> tell.accept(progressed.get()));
            }
        }
    }

    private @Nullable LossSums validate() throws RunFailedException, LeaseLostException {
        LossSums sums = LossSums.ZERO;
        for (int from = 0; from < session.validationExamples(); from += VALIDATION_SLICE) {
            lease.check();
            sums = sums.plus(session.validate(from, Math.min(from + VALIDATION_SLICE, session.validationExamples())));
        }
        return sums.count() == 0 ? null : sums;
    }

    String metrics() {
        return metrics.csv();
    }

    /** That went through the model in all steps. */
    long tokens() {
        return tokens;
    }

    double seconds() {
        return meter.seconds();
    }
}
