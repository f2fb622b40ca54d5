package dev.burnish.evaluation.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.PreferenceScores;
import dev.burnish.contracts.Scores;
import dev.burnish.evaluation.domain.DeviceStoppedException;
import dev.burnish.evaluation.domain.EvaluationState;
import dev.burnish.evaluation.domain.EvaluationState.Evaluated;
import dev.burnish.evaluation.domain.EvaluationState.Failed;
import dev.burnish.evaluation.domain.EvaluationState.Queued;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluateModelTest {
    private static final Artifact ANYTHING = new Artifact("checkpoints/3", 1, "0".repeat(64));
    private static final JobCheckpoint CHECKPOINT =
            new JobCheckpoint(3, new AdapterFiles(ANYTHING, ANYTHING), 0.5, 0.75, null, null);

    private static final FineTuningJob JOB = new FineTuningJob(
            "ftjob-1", "acme", "tiny", "ft:tiny:acme::00000001", 42, Hyperparameters.AUTO, Lora.DEFAULT);

    private final InMemoryObjectStore storage = new InMemoryObjectStore();
    private final InMemoryEvaluations evaluations = new InMemoryEvaluations();
    private final ScriptedLease lease = new ScriptedLease();
    private final List<Event> events = new ArrayList<>();
    private final List<String> queued = new ArrayList<>();
    private Claim claim = new Claim("unset", "", 0, 0);

    @BeforeEach
    void queue() throws StorageException {
        JobTrained trained = new JobTrained(
                JOB,
                new AdapterFiles(stored("adapter_config.json"), stored("adapter_model.safetensors")),
                stored("validation.jsonl"),
                stored("metrics.csv"),
                40,
                1.5,
                List.of(CHECKPOINT));
        Envelope envelope =
                new Envelope("event-1", "/burnish/training", Instant.ofEpochSecond(1_700_000_000), "acme", 1, trained);
        QueueEvaluation queueEvaluation =
                new QueueEvaluation(evaluations, (jobId, tenant, payload) -> queued.add(jobId));
        queueEvaluation.queue(envelope, JOB);
        queueEvaluation.queue(envelope, JOB);
        claim = new Claim("ftjob-1", CloudEvents.write(envelope), 7, 1);
    }

    @Test
    void queuesAJobOnce() {
        assertThat(queued).containsExactly("ftjob-1");
        assertThat(state()).isEqualTo(new Queued());
    }

    @Test
    void comparesBothModelsAndStoresTheReport() throws Exception {
        ScriptedPair pair = new ScriptedPair(List.of(example("yes", "yes"), example("a long one", "yes")));
        Completion completion = evaluate(pair, 200);
        assertThat(events).isEmpty();
        completion.commit();

        JobEvaluated evaluated = (JobEvaluated) events.getFirst();
        assertThat(evaluated.examples()).isEqualTo(2);
        assertThat(evaluated.checkpoints()).containsExactly(CHECKPOINT);
        assertThat(evaluated.base()).isEqualTo(new Scores(2, Math.exp(2), 0));
        assertThat(evaluated.tuned()).isEqualTo(new Scores(1, Math.exp(1), 0.5));
        assertThat(state()).isInstanceOf(Evaluated.class);
        assertThat(evaluated.report().key()).isEqualTo("tenants/acme/jobs/ftjob-1/attempts/7/evaluation.json");
        JsonNode report = json(evaluated.report());
        assertThat(report.path("object").textValue()).isEqualTo("evaluation");
        assertThat(report.path("fine_tuning_job").textValue()).isEqualTo("ftjob-1");
        assertThat(report.path("created_at").longValue()).isEqualTo(1_700_000_000);
        assertThat(report.path("tuned").path("exact_match").doubleValue()).isEqualTo(0.5);
        assertThat(report.path("samples").path(0)).isEqualTo(new ObjectMapper().readTree("""
                                        {"messages":[{"role":"user","content":"yes"}],"expected":"yes","base_answer":"",
                                         "tuned_answer":"yes","base_correct":false,"tuned_correct":true}"""));
        assertThat(pair.calls)
                .containsExactly(
                        "open tiny",
                        "BASE loss 0 to 2",
                        "TUNED loss 0 to 2",
                        "BASE answers 2 in 19",
                        "TUNED answers 2 in 19",
                        "close");
    }

    @Test
    void answersNoMoreThanTheLimitButMeasuresTheLossOverAll() throws Exception {
        List<ChatExample> examples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            examples.add(example("yes", "yes"));
        }
        ScriptedPair pair = new ScriptedPair(examples);
        evaluate(pair, 3).commit();
        assertThat(pair.calls).contains("BASE loss 0 to 16", "BASE loss 16 to 20");
        assertThat(pair.calls).contains("BASE answers 3 in 19", "TUNED answers 3 in 19");
        assertThat(((JobEvaluated) events.getFirst()).examples()).isEqualTo(20);
    }

    @Test
    void answersInSlices() throws Exception {
        ScriptedPair pair = new ScriptedPair(Collections.nCopies(40, example("yes", "yes")));
        evaluate(pair, 200).commit();
        assertThat(pair.calls)
                .containsSubsequence(
                        "BASE answers 32 in 19",
                        "TUNED answers 32 in 19",
                        "BASE answers 8 in 19",
                        "TUNED answers 8 in 19");
        assertThat(((JobEvaluated) events.getFirst()).tuned().exactMatch()).isEqualTo(1);
    }

    @Test
    void tellsHowBothModelsRankPairs() throws Exception {
        ScriptedPair pair = new ScriptedPair(Collections.nCopies(20, example("yes", "yes")));
        pair.pairs = 20;
        evaluate(pair, 1).commit();

        JobEvaluated evaluated = (JobEvaluated) events.getFirst();
        assertThat(evaluated.base().preferences()).isEqualTo(new PreferenceScores(0, Math.log(2)));
        assertThat(evaluated.tuned().preferences()).isEqualTo(new PreferenceScores(1, 0.25));
        assertThat(json(evaluated.report()).path("tuned").path("preferences"))
                .isEqualTo(new ObjectMapper().readTree("{\"accuracy\":1.0,\"loss\":0.25}"));
        assertThat(pair.calls).contains("TUNED preferences 0 to 16", "TUNED preferences 16 to 20");
    }

    @Test
    void stopsAtTheNextAnswerWhenTheLeaseIsLost() {
        ScriptedPair pair = new ScriptedPair(List.of(example("yes", "yes"), example("no", "no")));
        pair.onAnswer = lease::lose;
        assertThatThrownBy(() -> evaluate(pair, 200)).isInstanceOf(LeaseLostException.class);
        assertThat(pair.calls).endsWith("BASE answers 2 in 19", "close");
    }

    @Test
    void givesTheWorkBackWhenTheDeviceStopsBeforeTheLeaseDoes() {
        ScriptedPair pair = new ScriptedPair(List.of(example("yes", "yes")));
        pair.onAnswer = () -> {
            lease.loseAfterChecks(3);
            throw new DeviceStoppedException(new IllegalStateException("shut down"));
        };
        assertThatThrownBy(() -> evaluate(pair, 200)).isInstanceOf(LeaseLostException.class);
        assertThat(pair.calls).endsWith("BASE answers 1 in 19", "close");
    }

    @Test
    void failsForGoodWhenThereIsNothingToCompare() {
        ChatExample unlearned = new ChatExample(List.of(ChatMessage.user("?")), 1);
        WorkFailedException failure = catchThrowableOfType(
                WorkFailedException.class, () -> evaluate(new ScriptedPair(List.of(unlearned)), 200));
        assertThat(failure.failure().code()).isEqualTo("invalid_dataset");
    }

    @Test
    void failsForGoodWhenTheAdapterIsGone() throws IOException {
        storage.delete("adapter_model.safetensors");
        WorkFailedException failure =
                catchThrowableOfType(WorkFailedException.class, () -> evaluate(new ScriptedPair(List.of()), 200));
        assertThat(failure.failure().code()).isEqualTo("artifact_missing");
    }

    @Test
    void tellsThatAnEvaluationHasFailed() {
        Failure failure = new Failure("out_of_memory", "Too big.", null);
        model(new ScriptedPair(List.of()), 200).failed(claim, failure);
        assertThat(state()).isEqualTo(new Failed(failure));
        assertThat(events).containsExactly(new JobFailed("ftjob-1", "evaluation", failure));
    }

    private Completion evaluate(ScriptedPair pair, int maxAnswers) throws Exception {
        return model(pair, maxAnswers).perform(claim, lease);
    }

    private EvaluateModel model(ScriptedPair pair, int maxAnswers) {
        return new EvaluateModel(
                storage,
                new CompareModels(storage, pair, (job, hostedModel, validationSet) -> pair, () -> maxAnswers),
                evaluations,
                (tenant, event) -> events.add(event));
    }

    private EvaluationState state() {
        return evaluations.find("ftjob-1").orElseThrow().state();
    }

    private static ChatExample example(String question, String answer) {
        return new ChatExample(List.of(ChatMessage.user(question), ChatMessage.assistant(answer)), 1);
    }

    private Artifact stored(String key) throws StorageException {
        return storage.put(key, new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8)), "text/plain");
    }

    private JsonNode json(Artifact artifact) throws IOException {
        try (InputStream content = storage.open(artifact)) {
            return new ObjectMapper().readTree(content.readAllBytes());
        }
    }
}
