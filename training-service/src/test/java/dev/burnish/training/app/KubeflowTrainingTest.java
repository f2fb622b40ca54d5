package dev.burnish.training.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.storage.StorageSettings;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkWaitsException;
import dev.burnish.training.kubernetes.TrainJobTrainer;
import dev.burnish.training.kubernetes.TrainJobs;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs on a base model that a cluster trains, against a server of Kubernetes' API; what Kubeflow's controller would do, the tests do. */
class KubeflowTrainingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ModelBackend.Kubeflow BACKEND = new ModelBackend.Kubeflow(
            "tuning",
            "torch-distributed",
            "ClusterTrainingRuntime",
            Optional.of("registry.example/lora:1"),
            "s3://models/tiny",
            Optional.of("storage-keys"),
            2,
            Map.of("nvidia.com/gpu", "1"));
    private static final CustomResourceDefinitionContext TRAIN_JOB = new CustomResourceDefinitionContext.Builder()
            .withGroup("trainer.kubeflow.org")
            .withVersion("v1alpha1")
            .withKind("TrainJob")
            .withPlural("trainjobs")
            .withScope("Namespaced")
            .build();

    private final Run run = Run.of(2);
    private final InMemoryRemoteJobs jobs = new InMemoryRemoteJobs(run.runs);
    private final ScriptedLease lease = new ScriptedLease();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient cluster;
    private long fence;

    KubeflowTrainingTest() {
        server.init();
        server.expectCustomResource(TRAIN_JOB);
        cluster = server.createClient();
    }

    @AfterEach
    void stop() {
        cluster.close();
        server.destroy();
    }

    @Test
    void createsATrainJobThatKubeflowsOwnSchemaAccepts() throws Exception {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);

        JsonNode job = only();
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema().toString())
                        .validate(job))
                .isEmpty();
        assertThat(job.path("metadata").path("name").asText()).isEqualTo(run.job() + "-1");
        assertThat(job.path("spec").path("runtimeRef").path("name").asText()).isEqualTo("torch-distributed");
        assertThat(environment(job))
                .containsEntry("BURNISH_TRAINING_SET_URI", "s3://bucket/train.jsonl")
                .containsEntry(
                        "BURNISH_OUTPUT_URI", "s3://bucket/tenants/acme/jobs/" + run.job() + "/attempts/1/adapter/")
                .containsEntry("BURNISH_EPOCHS", "2")
                .containsEntry("BURNISH_SEED", "42")
                .containsKey("AWS_SECRET_ACCESS_KEY");
        assertThat(job.toString()).doesNotContain("the-secret");
    }

    @Test
    void findsTheTrainJobAgainThatALostWorkerHasBegun() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        InMemoryRemoteJobs forgotten = new InMemoryRemoteJobs(run.runs);

        assertThatThrownBy(() -> model(forgotten).perform(run.claim(++fence), lease))
                .isInstanceOf(WorkWaitsException.class);

        only();
        assertThat(forgotten.find(run.job()).orElseThrow().reference()).hasValue(run.job() + "-1");
    }

    @Test
    void tellsTheProgressThatTheTrainerReports() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        status("""
                {"jobsStatus": [{"name": "node", "ready": 1, "active": 1, "failed": 0, "succeeded": 0, "suspended": 0}],
                 "trainerStatus": {"progressPercentage": 40, "lastUpdatedTime": "2026-11-24T12:00:00Z",
                                   "metrics": [{"name": "loss", "value": "0.75"}, {"name": "eval_loss", "value": "0.8"}]}}""");

        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);

        JobProgressed told = run.events.of(JobProgressed.class).getLast();
        assertThat(told.step()).isEqualTo(40);
        assertThat(told.totalSteps()).isEqualTo(100);
        assertThat(told.trainLoss()).isEqualTo(0.75);
        assertThat(told.validLoss()).isEqualTo(0.8);
    }

    @Test
    void endsWithTheAdapterThatTheTrainerHasLeft() throws Exception {
        complete("{\"peft_type\": \"LORA\", \"r\": 8}", safetensors("q.lora_A.weight", "q.lora_B.weight", 8));

        model(jobs).perform(run.claim(++fence), lease).commit();

        JobTrained trained = run.events.of(JobTrained.class).getFirst();
        assertThat(trained.hostedModel()).isNull();
        assertThat(requireNonNull(trained.adapter()).weights().key())
                .isEqualTo("tenants/acme/jobs/" + run.job() + "/attempts/1/adapter/adapter_model.safetensors");
        assertThat(run.text(requireNonNull(trained.adapter()).config())).contains("LORA");
        assertThat(trained.trainedTokens()).isEqualTo(80);
        assertThat(trained.seconds()).isNotNegative();
    }

    @Test
    void refusesAnAdapterThatWasCutOff() throws Exception {
        byte[] whole = safetensors("q.lora_A.weight", "q.lora_B.weight", 8);
        complete("{\"peft_type\": \"LORA\", \"r\": 8}", Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(this::attempt)
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void refusesFilesThatAreNoAdapter() throws Exception {
        complete("{\"peft_type\": \"LORA\", \"r\": 8}", safetensors("q.weight", "k.weight", 8));

        assertThatThrownBy(this::attempt)
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("no factors of LoRA");
    }

    @Test
    void tellsWhyATrainJobHasFailed() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        status("""
                {"conditions": [{"type": "Failed", "status": "True", "reason": "TrainingRuntimeNotSupported",
                 "message": "no such runtime", "lastTransitionTime": "2026-11-24T12:00:00Z"}]}""");

        assertThatThrownBy(this::attempt)
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("no such runtime");
    }

    @Test
    void suspendsAPausedRunAndGoesOnWithIt() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        run.runs.update(run.runs.find(run.job()).orElseThrow().paused());
        settle();
        assertThat(only().path("spec").path("suspend").asBoolean()).isTrue();

        run.runs.update(run.runs.find(run.job()).orElseThrow().resumed());
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        assertThat(only().path("spec").path("suspend").asBoolean()).isFalse();
    }

    @Test
    void deletesTheTrainJobOfACancelledRun() {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        run.runs.update(run.runs.find(run.job()).orElseThrow().cancelled());

        settle();

        assertThat(list()).isEmpty();
        assertThat(jobs.states).containsEntry(run.job(), "ENDED");
    }

    private void complete(String config, byte[] weights) throws IOException {
        assertThatThrownBy(this::attempt).isInstanceOf(WorkWaitsException.class);
        String output = "tenants/acme/jobs/" + run.job() + "/attempts/1/adapter/";
        run.storage.put(
                output + "adapter_config.json",
                new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8)),
                "application/json");
        run.storage.put(
                output + "adapter_model.safetensors", new ByteArrayInputStream(weights), "application/octet-stream");
        status("""
                {"conditions": [{"type": "Complete", "status": "True", "reason": "JobsCompleted", "message": "done",
                 "lastTransitionTime": "2030-01-01T12:00:00Z"}]}""");
    }

    private static byte[] safetensors(String first, String second, int bytes) {
        byte[] header =
                "{\"%s\": {\"dtype\": \"F32\", \"shape\": [%d], \"data_offsets\": [0, %d]}, \"%s\": {\"dtype\": \"F32\", \"shape\": [%d], \"data_offsets\": [%d, %d]}}"
                        .formatted(first, bytes / 4, bytes, second, bytes / 4, bytes, 2 * bytes)
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + header.length + 2 * bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    private List<GenericKubernetesResource> list() {
        return cluster.genericKubernetesResources(TRAIN_JOB)
                .inNamespace("tuning")
                .list()
                .getItems();
    }

    private JsonNode only() {
        assertThat(list()).hasSize(1);
        return JSON.valueToTree(list().getFirst());
    }

    private void status(String status) {
        GenericKubernetesResource job = list().getFirst();
        job.setAdditionalProperty("status", Serialization.unmarshal(status, Map.class));
        cluster.genericKubernetesResources(TRAIN_JOB)
                .inNamespace("tuning")
                .resource(job)
                .update();
    }

    private static Map<String, String> environment(JsonNode job) {
        Map<String, String> environment = new HashMap<>();
        job.path("spec")
                .path("trainer")
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText("")));
        return environment;
    }

    /** The schema of TrainJobs as the controller's repository has it; fields that it does not name are refused, which Kubernetes would drop. */
    private static JsonNode schema() throws IOException {
        try (InputStream in =
                KubeflowTrainingTest.class.getResourceAsStream("/kubeflow/trainer.kubeflow.org_trainjobs.yaml")) {
            JsonNode definition = Serialization.unmarshal(requireNonNull(in), JsonNode.class);
            ObjectNode schema = (ObjectNode) definition
                    .path("spec")
                    .path("versions")
                    .path(0)
                    .path("schema")
                    .path("openAPIV3Schema");
            close(schema.path("properties").path("spec"));
            return schema;
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && schema.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(KubeflowTrainingTest::close);
    }

    private void attempt() throws Exception {
        model(jobs).perform(run.claim(++fence), lease);
    }

    private void settle() {
        new SettleRemoteJobs(trainers(), jobs).settle();
    }

    private TrainModel model(InMemoryRemoteJobs known) {
        RemoteBackend backend = new RemoteBackend(
                trainers(),
                known,
                new RunProgress(run.runs, new InMemoryRunTimes(), run.events),
                new RunArtifacts(run.storage),
                new Settings());
        return new TrainModel(_ -> backend, run.checkpoints, run.runs, new InMemoryRunTimes(), run.events);
    }

    private RemoteTrainers trainers() {
        TrainJobTrainer trainer = new TrainJobTrainer(cluster, new TrainJobs(new Storage()), run.storage);
        return new RemoteTrainers() {
            @Override
            public RemotePlace place(String baseModel) {
                return new RemotePlace(baseModel, BACKEND);
            }

            @Override
            public boolean train(ModelBackend kind) {
                return trainer.trains(kind);
            }

            @Override
            public RemoteTrainer of(RemotePlace place) {
                return trainer;
            }
        };
    }

    private record Settings() implements RemoteSettings {
        @Override
        public Duration poll() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration retry() {
            return Duration.ofSeconds(30);
        }
    }

    private record Storage() implements StorageSettings {
        @Override
        public URI endpoint() {
            return URI.create("https://s3.example");
        }

        @Override
        public String accessKey() {
            return "the-key";
        }

        @Override
        public String secretKey() {
            return "the-secret";
        }

        @Override
        public String bucket() {
            return "bucket";
        }

        @Override
        public String region() {
            return "eu";
        }
    }
}
