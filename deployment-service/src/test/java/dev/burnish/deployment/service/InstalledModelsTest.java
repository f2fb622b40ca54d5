package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.service.BrokenModels.Edit;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ServiceTest
class InstalledModelsTest {
    private static final String MODELS = "/operator/models";
    private static final String OTHER_ANSWER = "Oµ?";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Service service = new Service();
    private final ObjectStore store;

    @TempDir
    Path folder;

    InstalledModelsTest(ObjectStore store) {
        this.store = store;
    }

    @AfterEach
    void removeWhatWasImported() {
        for (JsonNode model : list("").path("data")) {
            if (!model.path("name").asText().equals(ChainModel.NAME)) {
                remove(model.path("name").asText());
            }
        }
        service.close();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> broken() {
        return BrokenModels.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void refusesAModelThatCannotBeUsed(String what, Edit breakage, String code, String message) throws IOException {
        Path model = write(ChainModel.ANSWER);
        breakage.apply(model);

        Service.Answer refused = add(model, what.replace(' ', '-'));

        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.body().path("error").path("param").asText()).isEqualTo("directory");
        assertThat(refused.body().path("error").path("message").asText())
                .contains(message)
                .endsWith(".");
        assertThat(list("").path("data")).hasSize(1);
        assertThat(hidden()).isEmpty();
    }

    @Test
    void importsServesAndRemovesAModel() throws IOException {
        Path model = write(OTHER_ANSWER);
        Files.writeString(model.resolve("LICENSE"), "Free.");
        Files.writeString(model.resolve("pytorch_model.bin"), "The same weights in another format.");

        Service.Answer added = add(model, "other");

        assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
        assertThat(added.body().path("name").asText()).isEqualTo("other");
        assertThat(added.body().path("family").asText()).isEqualTo("llama");
        assertThat(added.body().path("parameters").asLong()).isEqualTo(9 * 272 * 272 + 3 * 272);
        assertThat(added.body().path("context_length").asInt()).isEqualTo(ChainModel.CONTEXT_LENGTH);
        assertThat(added.body()
                        .path("files")
                        .valueStream()
                        .map(file -> file.path("name").asText()))
                .contains("LICENSE", "config.json", "model.safetensors", "tokenizer.json")
                .doesNotContain("pytorch_model.bin");
        assertThat(JSON.readTree(models().resolve("other/burnish.json").toFile()))
                .isEqualTo(added.body());
        assertThat(service.chat(Service.ask("other")).text()).isEqualTo(OTHER_ANSWER);
        assertThat(service.get("/v1/models/other").status()).isEqualTo(200);

        assertThat(remove("other").body().toString()).isEqualTo("{\"name\":\"other\",\"removed\":true}");
        assertThat(service.chat(Service.ask("other")).status()).isEqualTo(404);
        assertThat(remove("other").status()).isEqualTo(404);
        assertThat(models().resolve("other")).doesNotExist();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void servesTheModelThatFollowsUnderTheSameName() throws IOException {
        add(write(OTHER_ANSWER), "other");
        assertThat(service.chat(Service.ask("other")).text()).isEqualTo(OTHER_ANSWER);

        remove("other");
        add(write(ChainModel.ANSWER), "other");

        assertThat(service.chat(Service.ask("other")).text()).isEqualTo(ChainModel.ANSWER);
    }

    @Test
    void takesShardsAndTheFoldersNameAndLinks() throws IOException {
        Path model = write(OTHER_ANSWER);
        Path blob = Files.move(model.resolve("model.safetensors"), folder.resolve("blob"));
        Files.createSymbolicLink(model.resolve("model-00001-of-00001.safetensors"), blob);
        Files.writeString(
                model.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"lm_head.weight\":\"model-00001-of-00001.safetensors\"}}");

        Service.Answer added = service.post(
                MODELS, "{\"directory\":\"%s\"}".formatted(model.toAbsolutePath()), RealParts.OPERATOR_API_KEY);

        assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
        assertThat(added.body().path("name").asText()).isEqualTo("source");
        assertThat(models().resolve("source/model-00001-of-00001.safetensors"))
                .isRegularFile()
                .satisfies(file -> assertThat(Files.isSymbolicLink(file)).isFalse());
        assertThat(service.chat(Service.ask("source")).text()).isEqualTo(OTHER_ANSWER);
    }

    @Test
    void tellsWhetherFilesAreStillWhatWasImported() throws IOException {
        add(write(OTHER_ANSWER), "other");
        assertThat(listed("", "other").path("intact").asBoolean()).isTrue();
        assertThat(listed("?verify=true", "other").path("intact").asBoolean()).isTrue();
        assertThat(listed("", ChainModel.NAME).path("intact").isNull()).isTrue();
        assertThat(listed("", ChainModel.NAME).path("family").asText()).isEqualTo("llama");

        Path weights = models().resolve("other/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        assertThat(listed("", "other").path("intact").asBoolean()).isTrue();
        assertThat(listed("?verify=true", "other").path("problem").asText())
                .isEqualTo("model.safetensors has another content than was imported");

        Files.write(weights, new byte[7]);
        assertThat(listed("", "other").path("problem").asText()).startsWith("model.safetensors has 7 bytes instead of");
        assertThat(listed("", "other").path("intact").asBoolean(true)).isFalse();
    }

    @Test
    void ofImportsOfOneNameOneWins() throws Exception {
        Path model = write(OTHER_ANSWER);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Service.Answer>> imports = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                imports.add(threads.submit(() -> add(model, "other")));
            }
            for (Future<Service.Answer> each : imports) {
                statuses.add(each.get().status());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
        assertThat(listed("?verify=true", "other").path("intact").asBoolean()).isTrue();
        assertThat(hidden()).isEmpty();
    }

    @Test
    void refusesNamesThatExistOrAreNone() throws IOException {
        Path model = write(OTHER_ANSWER);

        Service.Answer taken = add(model, ChainModel.NAME);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.code()).isEqualTo("model_exists");
        assertThat(service.chat(Service.ask(ChainModel.NAME)).text()).isEqualTo(ChainModel.ANSWER);
        for (String name : List.of("../other", "a b", ".hidden", "ft:x", "")) {
            Service.Answer invalid = add(model, name);
            assertThat(invalid.status()).isEqualTo(400);
            assertThat(invalid.code()).isEqualTo("invalid_name");
        }
    }

    @Test
    void refusesWhatIsNoFolder() {
        for (String directory : List.of("models", "/nowhere/at/all", "/etc/hostname")) {
            Service.Answer refused = add(Path.of(directory), "other");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid_directory");
        }
        Service.Answer missing = service.post(MODELS, "{}", RealParts.OPERATOR_API_KEY);
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.body().path("error").path("message").asText())
                .isEqualTo("Missing required parameter: 'directory'.");
    }

    @Test
    void keepsABaseModelThatFineTunedModelsNeed() throws IOException {
        try (EvaluatedJobs jobs = new EvaluatedJobs(store)) {
            String tuned = jobs.deploy(RealParts.OTHER_TENANT, jobs.adapter(ChainModel.TUNED, 1));

            Service.Answer refused = remove(ChainModel.NAME);

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("model_in_use");
            assertThat(refused.body().path("error").path("message").asText()).contains("'chain' cannot be removed");
            assertThat(service.chat(Service.ask(ChainModel.NAME)).text()).isEqualTo(ChainModel.ANSWER);
            assertThat(service.delete("/v1/models/" + tuned, RealParts.OTHER_API_KEY)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void letsOperatorsInAlone() throws IOException {
        String body = "{\"directory\":\"%s\",\"name\":\"other\"}".formatted(write(OTHER_ANSWER));
        for (Service.Answer forbidden : List.of(
                service.post(MODELS, body), service.get(MODELS), service.delete(MODELS + "/" + ChainModel.NAME))) {
            assertThat(forbidden.status()).isEqualTo(403);
            assertThat(forbidden.code()).isEqualTo("insufficient_permissions");
            assertThat(forbidden.body().path("error").path("type").asText()).isEqualTo("invalid_request_error");
        }
        assertThat(service.post(MODELS, body, "").status()).isEqualTo(401);
        assertThat(service.get(MODELS, "sk-wrong").status()).isEqualTo(401);
    }

    private Path write(String answer) throws IOException {
        Path source = folder.resolve("source");
        ChainModel.write(source, answer);
        return source;
    }

    private Service.Answer add(Path directory, String name) {
        String body = JSON.createObjectNode()
                .put("directory", directory.toString())
                .put("name", name)
                .toString();
        return service.post(MODELS, body, RealParts.OPERATOR_API_KEY);
    }

    private Service.Answer remove(String name) {
        return service.delete(MODELS + "/" + name, RealParts.OPERATOR_API_KEY);
    }

    private JsonNode list(String query) {
        return service.get(MODELS + query, RealParts.OPERATOR_API_KEY).body();
    }

    private JsonNode listed(String query, String name) {
        return list(query)
                .path("data")
                .valueStream()
                .filter(model -> model.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path models() {
        return ConfigProvider.getConfig().getValue("burnish.models.directory", Path.class);
    }

    private static List<Path> hidden() throws IOException {
        try (Stream<Path> entries = Files.list(models())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith(".burnish-"))
                    .toList();
        }
    }
}
