package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobPaused;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.kit.work.AttemptDirectory;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkHandler;
import dev.burnish.training.app.AttemptRecorder.Attempt;
import dev.burnish.training.app.RunCheckpoints.Resumed;
import dev.burnish.training.domain.DeviceStoppedException;
import dev.burnish.training.domain.NoLongerWantedException;
import dev.burnish.training.domain.ProgressMeter;
import dev.burnish.training.domain.ProgressMeter.Before;
import dev.burnish.training.domain.RunCourse;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunTimes;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Trains the adapter of one claimed run, from where it was kept last. Everything it stores lies under the attempt's fence; what it tells, and what counts of it, goes through the
 * lease, so that a worker that lost its claim can neither overwrite nor tell anything. With the same seed a run ends in the same adapter, however often it was interrupted.
 */
@ApplicationScoped
public class TrainModel implements WorkHandler {
    private static final Duration STOP_POLL = Duration.ofMillis(20);
    private static final String STAGE = "training";

    private final TrainingSessions sessions;
    private final RunCheckpoints checkpoints;
    private final CheckpointSettings settings;
    private final TrainingRuns runs;
    private final RunTimes times;
    private final RunEvents events;

    public TrainModel(
            TrainingSessions sessions,
            RunCheckpoints checkpoints,
            CheckpointSettings settings,
            TrainingRuns runs,
            RunTimes times,
            RunEvents events) {
        this.sessions = sessions;
        this.checkpoints = checkpoints;
        this.settings = settings;
        this.runs = runs;
        this.times = times;
        this.events = events;
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws Exception {
        DatasetFormatted dataset = dataset(claim);
        try (AttemptDirectory directory = AttemptDirectory.create(STAGE, claim.id(), claim.fence())) {
            TrainingTask task = new TrainingTask(
                    dataset.job(),
                    dataset.plan(),
                    artifacts().fetchDataset(dataset.trainingShards(), directory.resolve("train.jsonl")),
                    artifacts().fetchDataset(dataset.validationShards(), directory.resolve("validation.jsonl")));
            try (TrainingSession session = sessions.open(task, () -> isHeld(lease))) {
                return train(session, dataset, new Attempt(dataset.job(), claim.fence(), lease), directory);
            }
        } catch (RunFailedException e) {
            throw new WorkFailedException(e.failure());
        } catch (DeviceStoppedException | NoLongerWantedException e) {
            throw whenLost(lease);
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
    private static LeaseLostException whenLost(Lease lease) throws InterruptedException {
        while (true) {
            try {
                lease.check();
                Thread.sleep(STOP_POLL);
            } catch (LeaseLostException e) {
                return e;
            }
        }
    }

    @Override
    public boolean takesSeveral() {
        return true;
    }

    @Override
    public void failed(Claim claim, Failure failure) {
        runs.find(claim.id()).ifPresent(run -> {
            runs.update(run.failed(failure));
            checkpoints.dropAll(claim.id());
            events.publish(run.tenant(), new JobFailed(claim.id(), STAGE, failure));
        });
    }

    @Override
    public void paused(Claim claim) {
        TrainingRun run = runs.find(claim.id()).orElseThrow().paused();
        runs.update(run);
        events.publish(run.tenant(), new JobPaused(claim.id(), run.state().told()));
    }

    private Completion train(
            TrainingSession session, DatasetFormatted dataset, Attempt attempt, AttemptDirectory directory)
            throws RunFailedException, IOException, LeaseLostException {
        FineTuningJob job = dataset.job();
        int furthest = checkpoints.reached(job.id());
        Optional<Resumed> resumed = checkpoints.resume(session, job.id(), directory.resolve("state"));
        RunCourse course = resumed.map(Resumed::course).orElseGet(() -> RunCourse.begun(job.method()));
        ProgressMeter meter = meter(session, dataset, resumed);
        AttemptRecorder recorder = new AttemptRecorder(
                checkpoints, session, attempt, directory, settings.interval(), course.step(), furthest);
        new TrainingLoop(
                        session,
                        course,
                        new TrainingLoop.Plan(
                                session.totalSteps() / dataset.plan().epochs(),
                                job.schedule().earlyStoppingPatience()),
                        meter,
                        attempt.lease(),
                        recorder,
                        progressed -> tell(job, progressed))
                .run();
        double seconds = meter.seconds();
        AdapterFiles adapter =
                artifacts().storeAdapter(session, attempt.prefix() + "adapter/", directory.resolve("adapter"));
        Artifact metrics = artifacts().storeMetrics(course.metrics(), attempt.prefix() + "metrics.csv");
        return () -> complete(dataset, adapter, metrics, course, seconds);
    }

    private ProgressMeter meter(TrainingSession session, DatasetFormatted dataset, Optional<Resumed> resumed) {
        FineTuningJob job = dataset.job();
        int told = runs.find(job.id()).orElseThrow().state().told();
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

    private void tell(FineTuningJob job, JobProgressed progressed) {
        runs.update(runs.find(job.id()).orElseThrow().reached(progressed.step(), progressed.totalSteps()));
        if (progressed.step() > 0) {
            times.remain(job.id(), Duration.ofMillis((long) (progressed.secondsLeft() * 1000)));
        }
        events.publish(job.tenant(), progressed);
    }

    private void complete(
            DatasetFormatted dataset, AdapterFiles adapter, Artifact metrics, RunCourse course, double seconds) {
        FineTuningJob job = dataset.job();
        runs.update(runs.find(job.id()).orElseThrow().trained(course.step()));
        times.took(job.id(), course.tokens(), Duration.ofMillis((long) (seconds * 1000)));
        checkpoints.dropResumePoints(job.id());
        events.publish(
                job.tenant(),
                new JobTrained(
                        job,
                        adapter,
                        dataset.validationSet(),
                        metrics,
                        course.tokens(),
                        seconds,
                        checkpoints.epochs(job.id()),
                        dataset.validationShards()));
    }

    private RunArtifacts artifacts() {
        return checkpoints.artifacts();
    }

    private static DatasetFormatted dataset(Claim claim) throws IOException {
        try {
            return (DatasetFormatted)
                    CloudEvents.read(claim.payload()).orElseThrow().event();
        } catch (MalformedEventException e) {
            throw new IOException("the payload of " + claim.id() + " is not the event that was queued", e);
        }
    }
}
