package dev.burnish.training.app;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Method;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkWaitsException;
import dev.burnish.training.domain.BackendUnavailableException;
import dev.burnish.training.domain.MetricsTable;
import dev.burnish.training.domain.RemoteJob;
import dev.burnish.training.domain.RemoteJobs;
import dev.burnish.training.domain.RemoteState;
import dev.burnish.training.domain.RemoteStep;
import dev.burnish.training.domain.RunFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Has a run trained somewhere else. An attempt begins it there, or looks how far it has come, tells that, and leaves; so that no worker waits, and one that is lost costs nothing.
 * Cancelling and pausing are {@link SettleRemoteJobs}' affair, because no worker need have the run then.
 */
@ApplicationScoped
public class RemoteBackend implements TrainingBackend {
    private final RemoteTrainers trainers;
    private final RemoteJobs jobs;
    private final RunProgress progress;
    private final RunArtifacts artifacts;
    private final RemoteSettings settings;

    public RemoteBackend(
            RemoteTrainers trainers,
            RemoteJobs jobs,
            RunProgress progress,
            RunArtifacts artifacts,
            RemoteSettings settings) {
        this.trainers = trainers;
        this.jobs = jobs;
        this.progress = progress;
        this.artifacts = artifacts;
        this.settings = settings;
    }

    /** A run as it stands on the other side. */
    private record Followed(RemotePlace place, RemoteTrainer trainer, RemoteJob job, String reference) {}

    @Override
    public boolean trains(ModelBackend kind) {
        return trainers.train(kind);
    }

    @Override
    public TrainedModel train(Attempt attempt)
            throws RunFailedException, WorkWaitsException, LeaseLostException, IOException {
        RemotePlace place = trainers.place(attempt.job().baseModel());
        try {
            Followed run = started(place, attempt);
            RemoteState state = run.trainer.state(place, run.reference);
            tell(run, attempt);
            if (state == RemoteState.SUCCEEDED) {
                return collect(run, attempt);
            }
            if (state == RemoteState.PAUSED) {
                resume(run, attempt);
            }
            throw new WorkWaitsException(settings.poll(), run.reference + " is " + state);
        } catch (BackendUnavailableException e) {
            throw new WorkWaitsException(settings.retry(), String.valueOf(e.getMessage()));
        }
    }

    private Followed started(RemotePlace place, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, LeaseLostException, IOException {
        RemoteTrainer trainer = trainers.of(place);
        String id = attempt.job().id();
        Optional<RemoteJob> known = jobs.find(id);
        if (known.isEmpty()) {
            known = Optional.of(new RemoteJob(id, place.baseModel(), Instant.now(), Optional.empty()));
            RemoteJob asked = known.get();
            attempt.lease().commit(() -> jobs.add(asked));
        }
        RemoteJob job = known.get();
        if (job.reference().isPresent()) {
            return new Followed(place, trainer, job, job.reference().get());
        }
        String reference = trainer.start(place, attempt);
        attempt.lease().commit(() -> {
            jobs.started(id, reference);
            progress.tell(attempt.job(), begun(attempt));
            attempt.lease().progressed();
        });
        return new Followed(place, trainer, job, reference);
    }

    private void resume(Followed run, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, LeaseLostException {
        attempt.lease().check();
        run.trainer.resume(run.place, run.reference);
    }

    /** Tells the newest step, and those before it that come with a validation. */
    private void tell(Followed run, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, LeaseLostException {
        int told = progress.told(run.job.jobId());
        List<RemoteStep> steps = run.trainer.steps(run.place, run.reference, told);
        attempt.lease().commit(() -> {
            jobs.running(run.job.jobId());
            for (RemoteStep step : steps) {
                if (step.validLoss() != null || step.equals(steps.getLast())) {
                    progress.tell(attempt.job(), progressed(step, attempt, run.job.since()));
                }
            }
            attempt.lease().progressed();
        });
    }

    private TrainedModel collect(Followed run, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, LeaseLostException, IOException {
        attempt.lease().check();
        RemoteModel model = run.trainer.collect(run.place, run.reference, attempt);
        List<RemoteStep> steps = run.trainer.steps(run.place, run.reference, 0);
        MetricsTable table = new MetricsTable(attempt.job().method());
        steps.forEach(table::add);
        Artifact metrics = artifacts.storeMetrics(table.csv(), attempt.prefix() + "metrics.csv");
        int last = steps.isEmpty()
                ? progress.told(run.job.jobId())
                : steps.getLast().step();
        return new TrainedModel(model.adapter(), model.hostedModel(), metrics, last, model.tokens(), model.seconds());
    }

    private static JobProgressed begun(Attempt attempt) {
        return new JobProgressed(attempt.job().id(), 0, plannedSteps(attempt), 0, 0, 0, 0, 0, 0, 0);
    }

    /** Learning rate, gradient norm and speed are 0: nobody tells them. */
    private static JobProgressed progressed(RemoteStep step, Attempt attempt, Instant since) {
        FineTuningJob job = attempt.job();
        int told = step.totalSteps() == null ? plannedSteps(attempt) : step.totalSteps();
        int total = Math.max(step.step(), told);
        double seconds = Math.max(0, Duration.between(since, Instant.now()).toMillis() / 1e3);
        boolean pairs = job.method() == Method.DPO;
        return new JobProgressed(
                job.id(),
                step.step(),
                total,
                (double) step.step() * attempt.dataset().plan().epochs() / total,
                step.loss(),
                pairs ? 0 : step.accuracy(),
                0,
                0,
                0,
                seconds / step.step() * (total - step.step()),
                pairs ? step.accuracy() : null,
                step.validLoss(),
                step.validAccuracy(),
                null);
    }

    /** As this service would make them. */
    private static int plannedSteps(Attempt attempt) {
        int examples = Math.max(1, attempt.dataset().summary().trainingExamples());
        int batch = attempt.dataset().plan().batchSize();
        return Math.ceilDiv(examples, batch) * attempt.dataset().plan().epochs();
    }
}
