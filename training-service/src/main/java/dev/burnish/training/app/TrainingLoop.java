package dev.burnish.training.app;

import dev.burnish.contracts.JobProgressed;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.ProgressMeter;
import dev.burnish.training.domain.RunCourse;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a session from where it stands to its last step, and stops at once when the lease is lost. */
final class TrainingLoop {

    /** The lease is looked at between so many validation examples. */
    private static final int VALIDATION_SLICE = 16;

    private final TrainingSession session;
    private final RunCourse course;
    private final Plan plan;
    private final ProgressMeter meter;
    private final Lease lease;
    private final AttemptRecorder recorder;
    private final Consumer<JobProgressed> tell;

    /**
     * How long to train.
     *
     * @param patience how many epochs in a row may not lower the validation loss; null for any number
     */
    record Plan(int stepsPerEpoch, @Nullable Integer patience) {}

    /**
     * @param course of the run up to where the session stands
     * @param tell runs in a transaction of its own
     */
    TrainingLoop(
            TrainingSession session,
            RunCourse course,
            Plan plan,
            ProgressMeter meter,
            Lease lease,
            AttemptRecorder recorder,
            Consumer<JobProgressed> tell) {
        this.session = session;
        this.course = course;
        this.plan = plan;
        this.meter = meter;
        this.lease = lease;
        this.recorder = recorder;
        this.tell = tell;
    }

    void run() throws RunFailedException, LeaseLostException, IOException {
        if (course.step() == 0) {
            tell(meter.begun());
        }
        while (course.step() < session.totalSteps() && !isHopeless()) {
            if (lease.isStopping()) {
                recorder.beforeStop(course, meter.seconds());
            }
            lease.check();
            step();
        }
    }

    private void step() throws RunFailedException, LeaseLostException, IOException {
        StepMeasurement measurement = session.step();
        boolean epochEnds = measurement.step() % plan.stepsPerEpoch == 0;
        LossSums validation = epochEnds ? validate() : null;
        course.add(measurement, validation);
        Optional<JobProgressed> progressed = meter.after(measurement, validation);
        if (progressed.isPresent()) {
            tell(progressed.get());
        }
        if (epochEnds) {
            recorder.afterEpoch(course, meter.seconds(), measurement, validation);
        } else {
            recorder.afterStep(course, meter.seconds());
        }
    }

    private void tell(JobProgressed progressed) throws LeaseLostException {
        lease.commit(() -> tell.accept(progressed));
    }

    /** Whether more epochs are not expected to help; known at the end of an epoch only, so that an interruption changes nothing. */
    private boolean isHopeless() {
        Integer patience = plan.patience;
        return patience != null && course.gains().withoutGain() >= patience;
    }

    /** Goes on while the lease only stops: without its validation, the step could not be kept. */
    private @Nullable LossSums validate() throws RunFailedException, LeaseLostException {
        LossSums sums = LossSums.ZERO;
        for (int from = 0; from < session.validationExamples(); from += VALIDATION_SLICE) {
            if (!lease.isStopping()) {
                lease.check();
            }
            sums = sums.plus(session.validate(from, Math.min(from + VALIDATION_SLICE, session.validationExamples())));
        }
        return sums.count() == 0 ? null : sums;
    }
}
