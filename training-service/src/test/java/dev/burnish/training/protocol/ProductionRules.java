package dev.burnish.training.protocol;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Schedule;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.WorkSettings;
import dev.burnish.training.app.CancelTraining;
import dev.burnish.training.app.Datasets;
import dev.burnish.training.app.InMemoryRunTimes;
import dev.burnish.training.app.LocalBackend;
import dev.burnish.training.app.PauseTraining;
import dev.burnish.training.app.QueueTraining;
import dev.burnish.training.app.ResumeTraining;
import dev.burnish.training.app.RunArtifacts;
import dev.burnish.training.app.RunCheckpoints;
import dev.burnish.training.app.RunProgress;
import dev.burnish.training.app.ScriptedSessions;
import dev.burnish.training.app.TrainModel;
import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.RunTimes;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.ValidationGains;
import dev.burnish.training.protocol.ProtocolPorts.Violations;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The use cases of training as they run in production, on the explored database; one rule of them may be broken. */
final class ProductionRules {
    private static final int PAUSE = 2;
    private static final int RESUME = 3;

    /** As in production, where only the number of attempts matters here. */
    private record Settings(
            int slots,
            Duration lease,
            Duration heartbeat,
            Duration poll,
            int attempts,
            Duration backOff,
            Duration grace)
            implements WorkSettings {}

    private final WorkSettings settings = new Settings(
            1,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            3,
            Duration.ofSeconds(2),
            Duration.ofSeconds(15));
    private final @Nullable BrokenRule broken;
    private final Violations violations = new Violations();
    private final RunTimes times = new InMemoryRunTimes();
    private final ProtocolPorts ports;
    private final QueueTraining queueTraining;
    private final PauseTraining pauseTraining;
    private final ResumeTraining resumeTraining;
    private final CancelTraining cancelTraining;
    private final TrainModel trainModel;
    private final Map<String, Envelope> datasets = new HashMap<>();
    private final Map<String, Completion> completions = new HashMap<>();

    ProductionRules(List<ProtocolJob> jobs, @Nullable BrokenRule broken) throws Exception {
        this.broken = broken;
        this.ports = new ProtocolPorts(jobs, this::breaks, violations);
        InMemoryObjectStore storage = new InMemoryObjectStore();
        RunCheckpoints checkpoints =
                new RunCheckpoints(new RunArtifacts(storage), ports.resumePoints(), ports.epochs(), needless -> {});
        queueTraining = new QueueTraining(ports.runs(), ports.queue(), ports.requests(), times);
        pauseTraining = new PauseTraining(ports.runs(), ports.queue(), ports.requests(), ports.outbox());
        resumeTraining = new ResumeTraining(ports.runs(), ports.queue(), ports.requests());
        cancelTraining = new CancelTraining(ports.runs(), ports.queue(), ports.requests(), checkpoints, ports.outbox());
        LocalBackend local = new LocalBackend(
                new ScriptedSessions(ProtocolJob.STEPS, 0, step -> {}),
                checkpoints,
                () -> Duration.ofDays(1),
                new RunProgress(ports.runs(), times, ports.outbox()));
        trainModel = new TrainModel(_ -> local, checkpoints, ports.runs(), times, ports.outbox());
        Artifact examples = storage.put("train.jsonl", new ByteArrayInputStream(new byte[1]), "text/plain");
        for (ProtocolJob job : jobs) {
            Envelope dataset = dataset(job.id, examples);
            datasets.put(job.id, dataset);
            job.run = TrainingRun.queued(job.id, Datasets.TENANT);
            Claim claim = new Claim(job.id, CloudEvents.write(dataset), 1, 1);
            completions.put(job.id, trainModel.perform(claim, new ScriptedLease()));
        }
    }

    private static Envelope dataset(String job, Artifact examples) throws MalformedEventException {
        Envelope dataset = Datasets.formatted(examples, examples, 1, Schedule.DEFAULT);
        return CloudEvents.read(CloudEvents.write(dataset).replace(Datasets.JOB, job))
                .orElseThrow();
    }

    WorkSettings settings() {
        return settings;
    }

    Violations violations() {
        return violations;
    }

    boolean breaks(BrokenRule rule) {
        return rule == broken;
    }

    boolean ignoresEndedRuns() {
        return breaks(BrokenRule.COMPLETED_UNSEEN) || breaks(BrokenRule.WITHDRAWN_FROM_THE_QUEUE_ALONE);
    }

    void hearDataset(ProtocolJob job) {
        Envelope dataset = datasets.get(job.id);
        if (dataset != null && dataset.event() instanceof DatasetFormatted formatted) {
            queueTraining.queue(dataset, formatted);
        }
    }

    void hearPause(ProtocolJob job) {
        pauseTraining.pause(job.id, Datasets.TENANT, PAUSE);
    }

    void hearResume(ProtocolJob job) {
        resumeTraining.resume(job.id, RESUME);
    }

    void hearCancel(ProtocolJob job) {
        cancelTraining.cancel(job.id, Datasets.TENANT);
    }

    /** Of training's own rules only the row: what is stored of a run is tried elsewhere. */
    void save(ProtocolJob job) {
        Artifact nothing = new Artifact("nowhere", 0, "0".repeat(64));
        ports.resumePoints()
                .add(new ResumePoint(job.id, 1, 1, "fingerprint", 1, 1, ValidationGains.NONE, nothing, nothing));
    }

    void complete(ProtocolJob job) {
        if (job.ended() && ignoresEndedRuns()) {
            job.run = TrainingRun.queued(job.id, Datasets.TENANT);
        }
        Completion completion = completions.get(job.id);
        if (completion != null) {
            completion.commit();
        }
    }

    void fail(Claim claim, Failure failure) {
        trainModel.failed(claim, failure);
    }

    void pause(Claim claim) {
        if (!breaks(BrokenRule.PAUSED_BY_HALVES)) {
            trainModel.paused(claim);
        }
    }
}
