package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.apicurio.datamodels.Library;
import io.apicurio.datamodels.models.Document;
import io.apicurio.datamodels.validation.ValidationProblem;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncApiTest {
    private static final ObjectMapper YAML = new YAMLMapper();

    @Test
    void isAnAsyncApiDocument() throws Exception {
        assertThat(problems(document())).isEmpty();
    }

    @Test
    void wouldNotPassWithAReferenceThatLeadsNowhere() throws Exception {
        ObjectNode document = (ObjectNode) document();
        ((ObjectNode) document.at("/operations/tellJobTrained/channel")).put("$ref", "#/channels/jobTamed");

        assertThat(problems(document)).isNotEmpty();
    }

    @Test
    void hasAChannelForEveryTopicAndNoOther() throws Exception {
        assertThat(document().get("channels"))
                .extracting(channel -> channel.get("address").textValue())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventType.values()).map(EventType::topic).toList());
    }

    @ParameterizedTest
    @EnumSource
    void namesTheTypeAndTheSchemaOfEveryEvent(EventType type) throws Exception {
        JsonNode message = document()
                .at("/components/messages")
                .valueStream()
                .filter(candidate -> type.type().equals(candidate.get("name").textValue()))
                .findFirst()
                .orElseThrow();

        String schema = message.at("/payload/$ref").textValue();
        try (InputStream in = requireNonNull(AsyncApiTest.class.getResourceAsStream(schema), schema)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(Schemas.json(type));
        }
    }

    private static JsonNode document() throws Exception {
        try (InputStream in = requireNonNull(AsyncApiTest.class.getResourceAsStream("asyncapi.yaml"))) {
            return YAML.readTree(in);
        }
    }

    private static List<ValidationProblem> problems(JsonNode document) throws Exception {
        Document read = Library.readDocumentFromJSONString(new ObjectMapper().writeValueAsString(document));
        return Library.validate(read, null);
    }
}
