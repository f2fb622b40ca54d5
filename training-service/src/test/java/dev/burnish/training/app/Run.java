package dev.burnish.training.app;

import static dev.burnish.training.app.Datasets.TENANT;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Schedule;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingSessions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** One run with all that is kept of it between attempts; object storage, rows and events are in memory. */
final class Run {
    final InMemoryObjectStore storage;
    final InMemoryTrainingRuns runs = new InMemoryTrainingRuns();
    final InMemoryResumePoints resumePoints = new InMemoryResumePoints();
    final InMemoryEpochCheckpoints epochs = new InMemoryEpochCheckpoints();
    final RecordedEvents events = new RecordedEvents();
    final RunCheckpoints checkpoints;
    private final Envelope datasetFormatted;
    private final String job;
    private Duration interval = Duration.ofDays(1);
    private long fence;

    /** @param storage has the data sets */
    Run(InMemoryObjectStore storage, Envelope datasetFormatted) {
        this.storage = storage;
        this.checkpoints = new RunCheckpoints(
                new RunArtifacts(storage),
                resumePoints,
                epochs,
                needless -> needless.forEach(artifact -> storage.delete(artifact.key())));
        this.datasetFormatted = datasetFormatted;
        this.job = datasetFormatted.event().subject();
        runs.add(TrainingRun.queued(job, TENANT));
    }

    /** On data sets that nobody reads. */
    static Run of(int epochs, Schedule schedule) {
        InMemoryObjectStore storage = new InMemoryObjectStore();
        return new Run(
                storage,
                Datasets.formatted(
                        store(storage, "train.jsonl", "training examples"),
                        store(storage, "validation.jsonl", "validation examples"),
                        epochs,
                        schedule));
    }

    static Run of(int epochs) {
        return of(epochs, Schedule.DEFAULT);
    }

    String job() {
        return job;
    }

    Run keptAfter(Duration newInterval) {
        interval = newInterval;
        return this;
    }

    TrainModel model(TrainingSessions sessions) {
        LocalBackend local = new LocalBackend(
                sessions, checkpoints, () -> interval, new RunProgress(runs, new InMemoryRunTimes(), events));
        return new TrainModel(_ -> local, checkpoints, runs, new InMemoryRunTimes(), events);
    }

    /** The next attempt; its completion is not committed yet. */
    Completion attempt(TrainingSessions sessions, ScriptedLease lease) throws Exception {
        fence++;
        return model(sessions).perform(claim(fence), lease);
    }

    Claim claim(long ofFence) {
        return new Claim(job, CloudEvents.write(datasetFormatted), ofFence, 1);
    }

    RunState state() {
        return runs.find(job).orElseThrow().state();
    }

    private static Artifact store(InMemoryObjectStore storage, String key, String text) {
        try {
            return storage.put(key, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "text/plain");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(Artifact artifact) {
        try (InputStream content = storage.open(artifact)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys of what the run has in storage beside its data sets, without what they all begin with. */
    Set<String> keys() {
        String prefix = "tenants/" + TENANT + "/jobs/" + job + "/attempts/";
        Set<String> keys = new TreeSet<>();
        for (String key : storage.keys()) {
            if (key.startsWith(prefix)) {
                keys.add(key.substring(prefix.length()));
            }
        }
        return keys;
    }
}
