package dev.burnish.training.app;

import static dev.burnish.training.app.Datasets.JOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.training.domain.DeviceStoppedException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.RunState.Failed;
import dev.burnish.training.domain.RunState.Trained;
import dev.burnish.training.domain.RunState.Training;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainModelTest {
    private final Run run = Run.of(2);
    private final RecordedEvents events = run.events;
    private final ScriptedLease lease = new ScriptedLease();

    @Test
    void trainsToTheLastStepAndTellsWhatItMade() throws Exception {
        ScriptedSessions sessions = new ScriptedSessions(4, 20, step -> {});
        Completion completion = train(sessions);
        assertThat(run.state()).isEqualTo(new Training(4, 4));
        assertThat(events.of(JobTrained.class)).isEmpty();

        completion.commit();
        assertThat(run.state()).isEqualTo(new Trained(4));
        JobTrained trained = events.of(JobTrained.class).getFirst();
        String prefix = "tenants/acme/jobs/ftjob-1/attempts/1/";
        assertThat(requireNonNull(trained.adapter()).config().key()).isEqualTo(prefix + "adapter/adapter_config.json");
        assertThat(requireNonNull(trained.adapter()).weights().key())
                .isEqualTo(prefix + "adapter/adapter_model.safetensors");
        assertThat(run.text(requireNonNull(trained.adapter()).weights())).isEqualTo("weights after step 4");
        assertThat(trained.validationSet().key()).isEqualTo("validation.jsonl");
        assertThat(trained.trainedTokens()).isEqualTo(40);
        assertThat(run.text(trained.metrics()).lines())
                .containsExactly(
                        "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy",
                        "1,4.000000,0.500000,,",
                        "2,2.000000,0.500000,2.000000,1.000000",
                        "3,1.333333,0.500000,,",
                        "4,1.000000,0.500000,2.000000,1.000000");
        assertThat(sessions.trainingSet).isEqualTo("training examples");
        assertThat(sessions.calls)
                .startsWith("open", "step 1", "step 2", "validate 0 to 16", "validate 16 to 20", "step 3")
                .endsWith("close");
    }

    @Test
    void readsTheShardsOfASetInTheirOrderAndTellsThoseToEvaluateOn() throws Exception {
        InMemoryObjectStore storage = new InMemoryObjectStore();
        List<Artifact> training = List.of(stored(storage, "train-0"), stored(storage, "train-1"));
        List<Artifact> validation = List.of(stored(storage, "validation-0"), stored(storage, "validation-1"));
        DatasetFormatted small = (DatasetFormatted) Datasets.formatted().event();
        Run sharded = new Run(
                storage,
                Datasets.formatted(new DatasetFormatted(
                        small.job(),
                        small.plan(),
                        training.getFirst(),
                        validation.getFirst(),
                        small.summary(),
                        null,
                        List.of(),
                        training,
                        validation)));
        ScriptedSessions sessions = new ScriptedSessions(4, 20, step -> {});

        sharded.attempt(sessions, lease).commit();

        assertThat(sessions.trainingSet).isEqualTo("train-0\ntrain-1\n");
        assertThat(sharded.events.of(JobTrained.class).getFirst().validationShards())
                .isEqualTo(validation);
    }

    private static Artifact stored(InMemoryObjectStore storage, String key) throws IOException {
        return storage.put(key, new ByteArrayInputStream((key + "\n").getBytes(UTF_8)), "application/jsonl");
    }

    @Test
    void tellsTheBeginningAndTheLastStep() throws Exception {
        train(new ScriptedSessions(4, 0, step -> {}));
        assertThat(events.of(JobProgressed.class))
                .extracting(JobProgressed::step, JobProgressed::totalSteps)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(0, 4), org.assertj.core.groups.Tuple.tuple(4, 4));
    }

    @Test
    void stopsWithinAStepOfLosingItsLease() {
        ScriptedSessions sessions = new ScriptedSessions(4, 0, step -> {
            if (step == 2) {
                lease.lose();
            }
        });
        assertThatThrownBy(() -> train(sessions)).isInstanceOf(LeaseLostException.class);
        assertThat(sessions.calls).containsExactly("open", "step 1", "step 2", "close");
        assertThat(run.storage.keys()).containsExactlyInAnyOrder("train.jsonl", "validation.jsonl");
    }

    @Test
    void givesTheRunBackWhenTheDeviceStopsBeforeTheLeaseDoes() {
        ScriptedSessions sessions = new ScriptedSessions(4, 0, step -> {
            lease.loseAfterChecks(3);
            throw new DeviceStoppedException(new IllegalStateException("shut down"));
        });
        assertThatThrownBy(() -> train(sessions)).isInstanceOf(LeaseLostException.class);
        assertThat(sessions.calls).containsExactly("open", "step 1", "close");
    }

    @Test
    void leavesNothingOnDisk(@TempDir Path temporary) throws Exception {
        String usual = System.setProperty("java.io.tmpdir", temporary.toString());
        try {
            Path directories = temporary.resolve("burnish-training");
            Files.createDirectories(directories.resolve(JOB + "-1/adapter"));
            train(new ScriptedSessions(2, 0, step -> {}));
            assertThat(directories).isEmptyDirectory();
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }

    @Test
    void failsForGoodWhenTheSessionSaysSo() {
        ScriptedSessions sessions = new ScriptedSessions(4, 0, step -> {
            throw new RunFailedException(Reason.DIVERGED, "The loss is NaN.", null);
        });
        WorkFailedException failure = catchThrowableOfType(WorkFailedException.class, () -> train(sessions));
        assertThat(failure.failure())
                .isEqualTo(new Failure("diverged", "The loss is NaN.", "hyperparameters.learning_rate_multiplier"));
    }

    @Test
    void failsForGoodWhenTheDataSetIsGone() throws IOException {
        run.storage.delete("train.jsonl");
        WorkFailedException failure =
                catchThrowableOfType(WorkFailedException.class, () -> train(new ScriptedSessions(4, 0, step -> {})));
        assertThat(failure.failure().code()).isEqualTo("artifact_missing");
        assertThat(failure.failure().message()).contains("train.jsonl");
    }

    @Test
    void failsForGoodWhenTheDataSetIsNotWhatWasStored() throws IOException {
        run.storage.put("validation.jsonl", new ByteArrayInputStream(new byte[1]), "text/plain");
        WorkFailedException failure =
                catchThrowableOfType(WorkFailedException.class, () -> train(new ScriptedSessions(4, 0, step -> {})));
        assertThat(failure.failure().code()).isEqualTo("artifact_corrupt");
    }

    @Test
    void tellsThatARunHasFailed() {
        Failure failure = new Failure("diverged", "The loss is NaN.", null);
        run.model(new ScriptedSessions(4, 0, step -> {})).failed(run.claim(1), failure);
        assertThat(run.state()).isEqualTo(new Failed(failure));
        assertThat(events.all()).containsExactly(new JobFailed(JOB, "training", failure));
    }

    private Completion train(ScriptedSessions sessions) throws Exception {
        return run.attempt(sessions, lease);
    }
}
