package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void writesEverySampleExactlyAsItWasRead(EventType type) throws Exception {
        String sample = Samples.json(type);

        Envelope envelope = CloudEvents.read(sample).orElseThrow();

        assertThat(envelope.event()).isInstanceOf(type.record());
        JsonNode written = JSON.readTree(CloudEvents.write(envelope));
        assertThat(written).isEqualTo(JSON.readTree(sample));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataset.submitted", "dataset.formatted", "job.progressed", "job.trained", "job.evaluated"})
    void readsAnEventOfBeforeThatHasFewerFieldsAsTheDefaultsMeanIt(String topic) throws Exception {
        String before;
        try (InputStream in = CloudEventsTest.class.getResourceAsStream("before/" + topic + ".v1.json")) {
            before = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        EventType type = EventType.ofType("dev.burnish." + topic + ".v1").orElseThrow();

        assertThat(CloudEvents.read(before)).isEqualTo(CloudEvents.read(Samples.json(type)));
    }

    @Test
    void keepsWhatADpoJobAsksFor() throws Exception {
        Lora lora = new Lora(8, 16, 0.05, List.of("q_proj", "v_proj"), true, false, 16, BaseWeights.NF4);
        Schedule schedule = new Schedule(Schedule.Decay.COSINE, 0.1, 2);
        FineTuningJob job = new FineTuningJob(
                "ftjob-1",
                "acme",
                "m",
                "ft:m:acme::1",
                7,
                new Hyperparameters(2, null, null, 0.2),
                lora,
                Method.DPO,
                schedule);
        Scores tuned = new Scores(1.0, 2.7, 0.5, new PreferenceScores(0.9, 0.3));
        Artifact artifact = new Artifact("k", 1, "0".repeat(64));
        AdapterFiles adapter = new AdapterFiles(artifact, artifact);
        JobEvaluated event = new JobEvaluated(
                job,
                adapter,
                6,
                new Scores(2, 7.4, 0),
                tuned,
                artifact,
                List.of(new JobCheckpoint(3, adapter, 0.7, 0.5, 0.6, null)));
        Envelope envelope = new Envelope("event-1", "/burnish/evaluation", Instant.EPOCH, "acme", 1, event);

        String written = CloudEvents.write(envelope);

        assertThat(CloudEvents.read(written)).contains(envelope);
        assertThat(written)
                .contains(
                        "\"method\":\"dpo\"",
                        "\"decay\":\"cosine\"",
                        "\"use_rslora\":true",
                        "\"base_weights\":\"nf4\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"method", "decay"})
    void refusesAWayToTrainThatItDoesNotKnow(String field) {
        assertThatThrownBy(() -> CloudEvents.read(Samples.json(EventType.DATASET_SUBMITTED)
                        .replaceAll("\"" + field + "\": \"[a-z]+\"", "\"" + field + "\": \"other\"")))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("other");
    }

    @Test
    void keepsTheShardsOfASetAndRefusesThoseOfAnother() throws Exception {
        Artifact first = new Artifact("train-00000.jsonl", 3, "0".repeat(64));
        Artifact second = new Artifact("train-00001.jsonl", 2, "1".repeat(64));
        DatasetFormatted small = (DatasetFormatted) CloudEvents.read(Samples.json(EventType.DATASET_FORMATTED))
                .orElseThrow()
                .event();
        DatasetFormatted large = sharded(small, first, List.of(first, second));
        Envelope envelope = new Envelope("event-1", "/burnish/formatting", Instant.EPOCH, "acme", 1, large);

        assertThat(CloudEvents.read(CloudEvents.write(envelope))).contains(envelope);
        assertThatThrownBy(() -> sharded(small, first, List.of(second, first)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("train-00000.jsonl");
        assertThatThrownBy(() -> sharded(small, first, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static DatasetFormatted sharded(DatasetFormatted dataset, Artifact set, List<Artifact> shards) {
        return new DatasetFormatted(
                dataset.job(),
                dataset.plan(),
                set,
                dataset.validationSet(),
                dataset.summary(),
                dataset.report(),
                dataset.readings(),
                shards,
                dataset.validationShards());
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() throws Exception {
        String later = change(EventType.JOB_CANCELLED, json -> {
            json.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            ((ObjectNode) json.get("data")).put("reason", "budget");
        });

        assertThat(CloudEvents.read(later)).isEqualTo(CloudEvents.read(Samples.json(EventType.JOB_CANCELLED)));
    }

    @Test
    void answersEmptyForATypeOfALaterVersion() throws Exception {
        assertThat(CloudEvents.read(
                        change(EventType.JOB_TRAINED, json -> json.put("type", "dev.burnish.job.trained.v2"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "subject", "time", "tenant", "sequence", "data"})
    void namesTheAttributeThatIsMissing(String attribute) {
        assertThatThrownBy(() -> CloudEvents.read(change(EventType.JOB_TRAINED, json -> json.remove(attribute))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining(attribute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{\"id\":\"a\",\"id\":\"b\"}", "{} {}"})
    void refusesWhatIsNoJsonObject(String text) {
        assertThatThrownBy(() -> CloudEvents.read(text)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void refusesDataWithoutARequiredField() {
        assertThatThrownBy(() -> CloudEvents.read(
                        change(EventType.JOB_EVALUATED, json -> ((ObjectNode) json.get("data")).remove("adapter"))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("adapter");
    }

    @Test
    void refusesASubjectThatIsNotTheDatas() {
        assertThatThrownBy(() ->
                        CloudEvents.read(change(EventType.JOB_TRAINED, json -> json.put("subject", "ftjob-other"))))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("subject");
    }

    private static String change(EventType type, Consumer<ObjectNode> change) throws Exception {
        ObjectNode json = (ObjectNode) JSON.readTree(Samples.json(type));
        change.accept(json);
        return JSON.writeValueAsString(json);
    }
}
