package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.training.app.RunCheckpoints.Resumed;
import dev.burnish.training.domain.DeviceStoppedException;
import dev.burnish.training.domain.NoLongerWantedException;
import dev.burnish.training.domain.ProgressMeter;
import dev.burnish.training.domain.ProgressMeter.Before;
import dev.burnish.training.domain.RunCourse;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** Trains an adapter on this machine's device, from where the run was kept last. With the same seed a run ends in the same adapter, however often it was interrupted. */
@ApplicationScoped
public class LocalBackend implements TrainingBackend {
    private static final Duration STOP_POLL = Duration.ofMillis(20);

    private final TrainingSessions sessions;
    private final RunCheckpoints checkpoints;
    private final CheckpointSettings settings;
    private final RunProgress progress;

    public LocalBackend(
            TrainingSessions sessions, RunCheckpoints checkpoints, CheckpointSettings settings, RunProgress progress) {
        this.sessions = sessions;
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.progress = progress;
    }

    @Override
    public boolean trains(ModelBackend kind) {
        return kind instanceof ModelBackend.Local;
    }

    @Override
    public TrainedModel train(Attempt attempt) throws RunFailedException, LeaseLostException, IOException {
        DatasetFormatted dataset = attempt.dataset();
        TrainingTask task = checkpoints.artifacts().fetchTask(attempt);
        try (TrainingSession session = sessions.open(task, () -> isHeld(attempt.lease()))) {
            return train(session, dataset, attempt);
        } catch (DeviceStoppedException | NoLongerWantedException e) {
            throw whenLost(attempt);
        }
    }

    private static boolean isHeld(Lease lease) {
        try {
            lease.check();
            return true;
        } catch (LeaseLostException e) {
            return false;
        }
    }

    /** The device may learn that the process ends before the lease does; an attempt that waits for the lease is given back, not counted as failed. */
    private static LeaseLostException whenLost(Attempt attempt) throws IOException {
        while (true) {
            try {
                attempt.lease().check();
                Thread.sleep(STOP_POLL);
            } catch (LeaseLostException e) {
                return e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the process ends");
            }
        }
    }

    private TrainedModel train(TrainingSession session, DatasetFormatted dataset, Attempt attempt)
            throws RunFailedException, IOException, LeaseLostException {
        FineTuningJob job = dataset.job();
        int furthest = checkpoints.reached(job.id());
        Optional<Resumed> resumed =
                checkpoints.resume(session, job.id(), attempt.directory().resolve("state"));
        RunCourse course = resumed.map(Resumed::course).orElseGet(() -> RunCourse.begun(job.method()));
        ProgressMeter meter = meter(session, dataset, resumed);
        AttemptRecorder recorder =
                new AttemptRecorder(checkpoints, session, attempt, settings.interval(), course.step(), furthest);
        new TrainingLoop(
                        session,
                        course,
                        new TrainingLoop.Plan(
                                session.totalSteps() / dataset.plan().epochs(),
                                job.schedule().earlyStoppingPatience()),
                        meter,
                        attempt.lease(),
                        recorder,
                        progressed -> progress.tell(job, progressed))
                .run();
        double seconds = meter.seconds();
        RunArtifacts artifacts = checkpoints.artifacts();
        AdapterFiles adapter = artifacts.storeAdapter(
                session, attempt.prefix() + "adapter/", attempt.directory().resolve("adapter"));
        Artifact metrics = artifacts.storeMetrics(course.metrics(), attempt.prefix() + "metrics.csv");
        return new TrainedModel(adapter, null, metrics, course.step(), course.tokens(), seconds);
    }

    private ProgressMeter meter(TrainingSession session, DatasetFormatted dataset, Optional<Resumed> resumed) {
        FineTuningJob job = dataset.job();
        int told = progress.told(job.id());
        return new ProgressMeter(
                new ProgressMeter.Length(
                        job.id(),
                        job.method(),
                        session.totalSteps(),
                        dataset.plan().epochs()),
                resumed.map(Resumed::point)
                        .map(point -> new Before(point.step(), told, point.seconds()))
                        .orElse(Before.NOTHING),
                System::nanoTime);
    }
}
