package dev.burnish.kit.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelBackendsTest {
    private static final String HOSTED =
            "{\"type\": \"openai-compatible\", \"base_url\": \"https://api.openai.com/v1/\", \"model\": \"m\", \"api_key_variable\": \"THE_KEY\"}";

    @TempDir
    Path directory;

    @Test
    void aModelWithoutAFileIsTrainedHere() throws Exception {
        weights("tiny");

        assertThat(backends().find("tiny")).hasValue(new ModelBackend.Local());
        assertThat(backends().find("other")).isEmpty();
        assertThat(backends().find("../tiny")).isEmpty();
    }

    @Test
    void aFileWithoutWeightsIsAHostedModel() throws Exception {
        weights("tiny");
        describe("big", HOSTED);

        ModelBackend.Hosted backend = backends().findHosted("big").orElseThrow();

        assertThat(backend)
                .isEqualTo(
                        new ModelBackend.Hosted(URI.create("https://api.openai.com/v1"), "m", Optional.of("THE_KEY")));
        assertThat(backends().apiKey("big", backend)).hasValue("sk-1");
        assertThat(backends().names()).containsExactly("big", "tiny");
        assertThat(backends().findHosted("tiny")).isEmpty();
    }

    @Test
    void weightsBesideAFileMayBeTrainedInACluster() throws Exception {
        weights("large");
        describe("large", """
                {"type": "kubeflow", "namespace": "n", "runtime": "r", "model_uri": "hf://a/b", "nodes": 2,
                 "resources": {"nvidia.com/gpu": "8"}}""");

        assertThat(backends().find("large"))
                .hasValue(new ModelBackend.Kubeflow(
                        "n",
                        "r",
                        "ClusterTrainingRuntime",
                        Optional.empty(),
                        "hf://a/b",
                        Optional.empty(),
                        2,
                        Map.of("nvidia.com/gpu", "8")));
        assertThat(backends().names()).containsExactly("large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nonsense                                                            | is not JSON
            {}                                                                  | needs a "type"
            {"type": "elsewhere"}                                               | needs a "type"
            {"type": "openai-compatible", "model": "m"}                         | "base_url" is needed
            {"type": "openai-compatible", "base_url": "openai", "model": "m"}   | "base_url" is an address
            {"type": "openai-compatible", "api_key": "sk-1"}                    | "api_key" is unknown there
            {"type": "kubeflow", "namespace": "n", "runtime": "r", "model_uri": "u", "nodes": 0} | "nodes" is a whole number of at least 1
            {"type": "kubeflow", "namespace": "n", "runtime": "r", "model_uri": "u", "runtime_kind": "Pod"} | "runtime_kind" is ClusterTrainingRuntime
            """)
    void tellsWhatIsWrongInAFile(String content, String problem) throws Exception {
        describe("big", content);

        assertThatThrownBy(() -> backends().find("big"))
                .isInstanceOf(BackendUnreadableException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void tellsWhichVariableIsNotSet() throws Exception {
        describe("big", HOSTED.replace("THE_KEY", "NO_KEY"));
        ModelBackend.Hosted backend = backends().findHosted("big").orElseThrow();

        assertThatThrownBy(() -> backends().apiKey("big", backend)).hasMessageContaining("NO_KEY");
    }

    private ModelBackends backends() {
        return new ModelBackends(
                new BaseModels(directory),
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(Map.of("THE_KEY", "sk-1"), "test", 100))
                        .build());
    }

    private void weights(String name) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(name)).resolve("config.json"), "{}");
    }

    private void describe(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve(name)).resolve(ModelBackends.FILE), content);
    }
}
