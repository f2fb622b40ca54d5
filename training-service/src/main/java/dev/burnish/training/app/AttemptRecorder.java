package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.RunCourse;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps how far an attempt has come: at intervals, after each epoch, and when it is asked to stop. */
final class AttemptRecorder {
    private final RunCheckpoints checkpoints;
    private final TrainingSession session;
    private final Attempt attempt;
    private final long intervalNanos;
    private long keptNanos = System.nanoTime();
    private int keptStep;
    private int furthest;

    /**
     * @param from the step that the attempt goes on from
     * @param furthest the step of the newest resume point of earlier attempts, usable or not
     */
    AttemptRecorder(
            RunCheckpoints checkpoints,
            TrainingSession session,
            Attempt attempt,
            Duration interval,
            int from,
            int furthest) {
        this.checkpoints = checkpoints;
        this.session = session;
        this.attempt = attempt;
        this.intervalNanos = interval.toNanos();
        this.keptStep = from;
        this.furthest = furthest;
    }

    /** Keeps the run if the interval has passed. */
    void afterStep(RunCourse course, double seconds) throws RunFailedException, IOException, LeaseLostException {
        if (System.nanoTime() - keptNanos >= intervalNanos) {
            keep(course, seconds, null);
        }
    }

    /** Keeps the run and, as a model that can be used, its adapter. */
    void afterEpoch(RunCourse course, double seconds, StepMeasurement last, @Nullable LossSums validation)
            throws RunFailedException, IOException, LeaseLostException {
        requireHeld();
        AdapterFiles adapter = checkpoints
                .artifacts()
                .storeAdapter(
                        session,
                        attempt.prefix() + "checkpoints/" + course.step() + "/",
                        attempt.directory().resolve("epoch-" + course.step()));
        keep(
                course,
                seconds,
                new JobCheckpoint(
                        course.step(),
                        adapter,
                        last.loss(),
                        last.accuracy(),
                        validation == null ? null : validation.meanLoss(),
                        validation == null ? null : validation.accuracy()));
    }

    /** Keeps the run, unless that was done after its last step. */
    void beforeStop(RunCourse course, double seconds) throws RunFailedException, IOException, LeaseLostException {
        if (course.step() > keptStep) {
            keep(course, seconds, null);
        }
    }

    /** A lease that only stops lets the run be kept, one that is lost does not: then nothing need be stored. */
    private void requireHeld() throws LeaseLostException {
        if (!attempt.lease().isStopping()) {
            attempt.lease().check();
        }
    }

    private void keep(RunCourse course, double seconds, @Nullable JobCheckpoint epoch)
            throws RunFailedException, IOException, LeaseLostException {
        requireHeld();
        String jobId = attempt.job().id();
        ResumePoint point = checkpoints.store(
                session, course, attempt, seconds, attempt.directory().resolve("state"));
        attempt.lease().commit(() -> {
            if (epoch != null) {
                checkpoints.add(jobId, epoch);
            }
            checkpoints.add(point);
            if (point.step() > furthest) {
                attempt.lease().progressed();
            }
        });
        keptNanos = System.nanoTime();
        keptStep = point.step();
        furthest = Math.max(furthest, point.step());
    }
}
