package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @ParameterizedTest
    @EnumSource
    void saysWhatTheRecordsSay(EventType type) throws Exception {
        assertThat(JSON.readTree(Schemas.json(type)))
                .as("run EventSchema's main to write the schemas anew")
                .isEqualTo(JSON.readTree(EventSchema.of(type)));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheSample(EventType type) throws Exception {
        assertThat(faults(type, JSON.readTree(Samples.json(type)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataset.submitted", "dataset.formatted", "job.progressed", "job.trained", "job.evaluated"})
    void acceptsAnEventOfBefore(String topic) throws Exception {
        EventType type = EventType.ofType("dev.burnish." + topic + ".v1").orElseThrow();
        try (InputStream in = SchemasTest.class.getResourceAsStream("before/" + topic + ".v1.json")) {
            assertThat(faults(type, JSON.readTree(requireNonNull(in)))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsAFieldThatALaterVersionAdds(EventType type) throws Exception {
        ObjectNode later = (ObjectNode) JSON.readTree(Samples.json(type));
        later.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        ((ObjectNode) later.get("data")).put("later", 1);

        assertThat(faults(type, later)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnEventWithoutOneOfItsAttributes(EventType type) throws Exception {
        JsonNode sample = JSON.readTree(Samples.json(type));
        List<String> attributes = new ArrayList<>();
        sample.fieldNames().forEachRemaining(attributes::add);

        assertThat(attributes).hasSize(10).allSatisfy(attribute -> {
            ObjectNode without = sample.deepCopy();
            without.remove(attribute);
            assertThat(faults(type, without)).isNotEmpty();
        });
    }

    @Test
    void refusesAFieldOfAnotherType() throws Exception {
        ObjectNode event = (ObjectNode) JSON.readTree(Samples.json(EventType.JOB_PROGRESSED));
        ((ObjectNode) event.get("data")).put("total_steps", "many");

        assertThat(faults(EventType.JOB_PROGRESSED, event))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString()).contains("total_steps"));
    }

    private static List<Error> faults(EventType type, JsonNode event) {
        return SCHEMAS.getSchema(Schemas.json(type)).validate(event);
    }
}
