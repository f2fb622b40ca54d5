package dev.burnish.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
