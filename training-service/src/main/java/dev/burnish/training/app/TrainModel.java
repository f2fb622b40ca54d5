package dev.burnish.training.app;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobPaused;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.kit.work.AttemptDirectory;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkHandler;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunTimes;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;

/**
 * Trains the model of one claimed run, where its base model is trained. Everything an attempt stores lies under its fence; what it tells, and what counts of it, goes through the
 * lease, so that a worker that lost its claim can neither overwrite nor tell anything.
 */
@ApplicationScoped
public class TrainModel implements WorkHandler {
    private static final String STAGE = "training";

    private final TrainingBackends backends;
    private final RunCheckpoints checkpoints;
    private final TrainingRuns runs;
    private final RunTimes times;
    private final RunEvents events;

    public TrainModel(
            TrainingBackends backends,
            RunCheckpoints checkpoints,
            TrainingRuns runs,
            RunTimes times,
            RunEvents events) {
        this.backends = backends;
        this.checkpoints = checkpoints;
        this.runs = runs;
        this.times = times;
        this.events = events;
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws Exception {
        DatasetFormatted dataset = dataset(claim);
        try (AttemptDirectory directory = AttemptDirectory.create(STAGE, claim.id(), claim.fence())) {
            TrainedModel model =
                    backends.of(dataset.job().baseModel()).train(new Attempt(dataset, claim.fence(), lease, directory));
            return () -> complete(dataset, model);
        } catch (RunFailedException e) {
            throw new WorkFailedException(e.failure());
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

    private void complete(DatasetFormatted dataset, TrainedModel model) {
        FineTuningJob job = dataset.job();
        runs.update(runs.find(job.id()).orElseThrow().trained(model.steps()));
        times.took(job.id(), model.tokens(), Duration.ofMillis((long) (model.seconds() * 1000)));
        checkpoints.dropResumePoints(job.id());
        events.publish(
                job.tenant(),
                new JobTrained(
                        job,
                        model.adapter(),
                        dataset.validationSet(),
                        model.metrics(),
                        model.tokens(),
                        model.seconds(),
                        checkpoints.epochs(job.id()),
                        dataset.validationShards(),
                        model.hostedModel()));
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
