package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.ModelDeployed;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class DeployedModelTest {
    private final ObjectStore store;
    private final EvaluatedJobs jobs;
    private final Service service = new Service();

    DeployedModelTest(ObjectStore store) {
        this.store = store;
        this.jobs = new EvaluatedJobs(store);
    }

    @AfterEach
    void close() {
        jobs.close();
        service.close();
    }

    @Test
    void anEvaluatedJobBecomesAModelThatAnswers() throws Exception {
        Envelope evaluated =
                EvaluatedJobs.evaluated(RealParts.TENANT, ChainModel.NAME, jobs.adapter(ChainModel.TUNED, 1));
        String model = EvaluatedJobs.job(evaluated).fineTunedModel();

        jobs.topics().publish(evaluated);

        Envelope deployed = jobs.topics()
                .await(Topics.MODEL_DEPLOYED, EvaluatedJobs.job(evaluated).id());
        assertThat(deployed.event())
                .isEqualTo(new ModelDeployed(EvaluatedJobs.job(evaluated).id(), model, ChainModel.NAME));
        assertThat(deployed.tenant()).isEqualTo(RealParts.TENANT);
        assertThat(service.chat(Service.ask(model)).text()).isEqualTo(ChainModel.TUNED_ANSWER);
        assertThat(service.chat(Service.ask(ChainModel.NAME)).text()).isEqualTo(ChainModel.ANSWER);
    }

    @Test
    void aRepeatedEventDeploysOnce() throws Exception {
        Envelope evaluated =
                EvaluatedJobs.evaluated(RealParts.TENANT, ChainModel.NAME, jobs.adapter(ChainModel.TUNED, 1));
        String id = EvaluatedJobs.job(evaluated).id();

        jobs.topics().publish(evaluated);
        jobs.topics().publish(evaluated);
        jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.TUNED, 1));

        jobs.topics().await(Topics.MODEL_DEPLOYED, id);
        assertThat(jobs.topics().records(Topics.MODEL_DEPLOYED))
                .filteredOn(message -> new String(message.key(), StandardCharsets.UTF_8).equals(id))
                .hasSize(1);
    }

    @Test
    void adaptersAreServedThatAreNeitherInMemoryNorOnTheDisk() throws Exception {
        String first = jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.TUNED, 1));
        String second = jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.TUNED, 2));
        String third = jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.ENDLESS, 3));

        for (int round = 0; round < 2; round++) {
            assertThat(service.chat(Service.ask(first)).text()).isEqualTo(ChainModel.TUNED_ANSWER);
            assertThat(service.chat(Service.ask(second)).text()).isEqualTo(ChainModel.TUNED_ANSWER);
            assertThat(service.chat(Service.ask(third) + ",\"max_tokens\":4").text())
                    .isEqualTo("abab");
            emptyTheDisk();
        }
    }

    private static void emptyTheDisk() throws IOException {
        Path adapters = ConfigProvider.getConfig().getValue("burnish.deployment.adapters.directory", Path.class);
        try (Stream<Path> files = Files.walk(adapters)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void listsAndShowsBasesAndTheTenantsModels() throws Exception {
        String model = jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.TUNED, 1));

        List<JsonNode> listed =
                service.get("/v1/models").body().path("data").valueStream().toList();

        assertThat(listed)
                .extracting(
                        entry -> entry.path("id").asText(),
                        entry -> entry.path("object").asText(),
                        entry -> entry.path("owned_by").asText(),
                        entry -> entry.path("root").asText(),
                        entry -> entry.path("parent").asText())
                .contains(
                        tuple(ChainModel.NAME, "model", "burnish", ChainModel.NAME, "null"),
                        tuple(model, "model", RealParts.TENANT, ChainModel.NAME, ChainModel.NAME));
        assertThat(service.get("/v1/models/" + model).body()).isEqualTo(listed.get(1));
        assertThat(service.get("/v1/models/" + model.replace(":", "%3A"))
                        .body()
                        .path("id")
                        .asText())
                .isEqualTo(model);
        assertThat(service.get("/v1/models/" + ChainModel.NAME)
                        .body()
                        .path("created")
                        .asLong())
                .isPositive();
    }

    @Test
    void hidesAModelFromOtherTenants() throws Exception {
        String model = jobs.deploy(RealParts.OTHER_TENANT, jobs.adapter(ChainModel.TUNED, 1));

        assertThat(service.get("/v1/models/" + model, RealParts.OTHER_API_KEY).status())
                .isEqualTo(200);
        Service.Answer chat = service.chat(Service.ask(model));
        Service.Answer unknown = service.chat(Service.ask("ft:nothing"));
        assertThat(chat.status()).isEqualTo(404);
        assertThat(chat.code()).isEqualTo("model_not_found");
        assertThat(chat.body().toString()).isEqualTo(unknown.body().toString().replace("ft:nothing", model));
        assertThat(service.get("/v1/models/" + model).status()).isEqualTo(404);
        assertThat(service.delete("/v1/models/" + model).status()).isEqualTo(404);
        assertThat(service.get("/v1/models").body().toString()).doesNotContain(model);
        assertThat(service.get("/v1/models/" + model, RealParts.OTHER_API_KEY).status())
                .isEqualTo(200);
    }

    @Test
    void deletesAFineTunedModelWithItsFiles() throws Exception {
        AdapterFiles adapter = jobs.adapter(ChainModel.TUNED, 1);
        String model = jobs.deploy(RealParts.TENANT, adapter);

        Service.Answer deleted = service.delete("/v1/models/" + model);

        assertThat(deleted.body().toString())
                .isEqualTo("{\"id\":\"%s\",\"object\":\"model\",\"deleted\":true}".formatted(model));
        assertThat(service.chat(Service.ask(model)).status()).isEqualTo(404);
        assertThat(service.delete("/v1/models/" + model).status()).isEqualTo(404);
        assertThatThrownBy(() -> store.open(adapter.weights())).isInstanceOf(ArtifactMissingException.class);
    }

    @Test
    void keepsBaseModels() {
        Service.Answer refused = service.delete("/v1/models/" + ChainModel.NAME);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("error").path("message").asText()).contains("only fine-tuned models");
    }

    @Test
    void failsTheJobWhenTheAdapterIsMissing() throws Exception {
        AdapterFiles adapter = jobs.adapter(ChainModel.TUNED, 11);
        store.delete(adapter.weights().key());

        assertThat(failure(ChainModel.NAME, adapter)).isEqualTo("artifact_missing");
    }

    @Test
    void failsTheJobWhenTheAdapterIsCorrupt() throws Exception {
        AdapterFiles adapter = jobs.adapter(ChainModel.TUNED, 12);
        store.put(
                adapter.weights().key(),
                new ByteArrayInputStream(new byte[(int) adapter.weights().bytes()]),
                "application/octet-stream");

        assertThat(failure(ChainModel.NAME, adapter)).isEqualTo("artifact_corrupt");
    }

    @Test
    void failsTheJobWhenTheAdapterIsNoAdapter() throws Exception {
        Artifact config = jobs.adapter(ChainModel.TUNED, 1).config();

        assertThat(failure(ChainModel.NAME, new AdapterFiles(config, config))).isEqualTo("adapter_unusable");
    }

    @Test
    void failsTheJobWhenTheAdapterComputesNoNumbers() throws Exception {
        assertThat(failure(ChainModel.NAME, jobs.adapter(ChainModel.TUNED, Float.NaN)))
                .isEqualTo("numbers_not_finite");
    }

    @Test
    void failsTheJobWhenItsBaseModelIsMissing() throws Exception {
        assertThat(failure("other", jobs.adapter(ChainModel.TUNED, 1))).isEqualTo("base_model_missing");
    }

    private String failure(String baseModel, AdapterFiles adapter) throws IOException {
        Envelope evaluated = EvaluatedJobs.evaluated(RealParts.TENANT, baseModel, adapter);
        jobs.topics().publish(evaluated);
        JobFailed failed = (JobFailed) jobs.topics()
                .await(Topics.JOB_FAILED, EvaluatedJobs.job(evaluated).id())
                .event();
        assertThat(failed.stage()).isEqualTo("deployment");
        assertThat(service.get("/v1/models/" + EvaluatedJobs.job(evaluated).fineTunedModel())
                        .status())
                .isEqualTo(404);
        return failed.failure().code();
    }
}
