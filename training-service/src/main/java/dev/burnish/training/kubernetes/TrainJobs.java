package dev.burnish.training.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.storage.StorageSettings;
import dev.burnish.training.app.Attempt;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/**
 * Runs as TrainJobs of Kubeflow Trainer, {@code trainer.kubeflow.org/v1alpha1}. What is to be trained is told to the trainer's container by environment variables, which
 * docs/backends.md lists; it leaves an adapter in PEFT's layout under {@code BURNISH_OUTPUT_URI}.
 */
@Singleton
public class TrainJobs {
    static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("trainer.kubeflow.org")
            .withVersion("v1alpha1")
            .withKind("TrainJob")
            .withPlural("trainjobs")
            .withNamespaced(true)
            .build();

    /** The label with the run's id, by which a TrainJob is found again. */
    static final String RUN = "burnish.dev/job";

    /** The annotation with where the adapter lies in object storage; ends in a slash. */
    static final String OUTPUT = "burnish.dev/output";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StorageSettings storage;

    public TrainJobs(StorageSettings storage) {
        this.storage = storage;
    }

    /** Its name is the run's id and the attempt's fence, so that one attempt cannot begin two. */
    GenericKubernetesResource of(ModelBackend.Kubeflow backend, Attempt attempt) {
        String id = attempt.job().id();
        String output = attempt.prefix() + "adapter/";
        ObjectNode root = JSON.createObjectNode();
        root.put("apiVersion", "trainer.kubeflow.org/v1alpha1").put("kind", "TrainJob");
        ObjectNode metadata = root.putObject("metadata");
        metadata.put("name", id.toLowerCase(Locale.ROOT) + "-" + attempt.fence())
                .put("namespace", backend.namespace());
        metadata.putObject("labels").put(RUN, id).put("app.kubernetes.io/managed-by", "burnish");
        metadata.putObject("annotations").put(OUTPUT, output);
        ObjectNode spec = root.putObject("spec");
        spec.putObject("runtimeRef")
                .put("apiGroup", "trainer.kubeflow.org")
                .put("kind", backend.runtimeKind())
                .put("name", backend.runtime());
        ObjectNode trainer = spec.putObject("trainer");
        backend.image().ifPresent(image -> trainer.put("image", image));
        if (backend.nodes() > 0) {
            trainer.put("numNodes", backend.nodes());
        }
        if (!backend.resources().isEmpty()) {
            ObjectNode resources = trainer.putObject("resourcesPerNode");
            for (Map.Entry<String, String> resource : backend.resources().entrySet()) {
                resources.withObjectProperty("limits").put(resource.getKey(), resource.getValue());
                resources.withObjectProperty("requests").put(resource.getKey(), resource.getValue());
            }
        }
        environment(trainer.putArray("env"), backend, attempt, uri(output));
        return JSON.convertValue(root, GenericKubernetesResource.class);
    }

    private void environment(ArrayNode env, ModelBackend.Kubeflow backend, Attempt attempt, String output) {
        TrainingPlan plan = attempt.dataset().plan();
        put(env, "BURNISH_MODEL_URI", backend.modelUri());
        put(env, "BURNISH_TRAINING_SET_URI", uri(attempt.dataset().trainingSet()));
        put(env, "BURNISH_VALIDATION_SET_URI", uri(attempt.dataset().validationSet()));
        put(env, "BURNISH_OUTPUT_URI", output);
        put(env, "BURNISH_METHOD", attempt.job().method().name().toLowerCase(Locale.ROOT));
        put(env, "BURNISH_SEED", Long.toString(attempt.job().seed()));
        put(env, "BURNISH_EPOCHS", Integer.toString(plan.epochs()));
        put(env, "BURNISH_BATCH_SIZE", Integer.toString(plan.batchSize()));
        put(env, "BURNISH_LEARNING_RATE_MULTIPLIER", Double.toString(plan.learningRateMultiplier()));
        if (plan.beta() != null) {
            put(env, "BURNISH_BETA", Double.toString(plan.beta()));
        }
        put(env, "BURNISH_LORA", lora(attempt).toString());
        put(env, "AWS_ENDPOINT_URL", storage.endpoint().toString());
        put(env, "AWS_REGION", storage.region());
        backend.secret().ifPresent(secret -> {
            fromSecret(env, "AWS_ACCESS_KEY_ID", secret);
            fromSecret(env, "AWS_SECRET_ACCESS_KEY", secret);
        });
    }

    private static JsonNode lora(Attempt attempt) {
        return JSON.createObjectNode()
                .put("r", attempt.job().lora().rank())
                .put("lora_alpha", attempt.job().lora().alpha())
                .put("lora_dropout", attempt.job().lora().dropout())
                .put("use_rslora", attempt.job().lora().useRslora())
                .put("use_dora", attempt.job().lora().useDora())
                .set("target_modules", JSON.valueToTree(attempt.job().lora().targetModules()));
    }

    private String uri(Artifact artifact) {
        return uri(artifact.key());
    }

    private String uri(String key) {
        return "s3://" + storage.bucket() + "/" + key;
    }

    private static void put(ArrayNode env, String name, String value) {
        env.addObject().put("name", name).put("value", value);
    }

    private static void fromSecret(ArrayNode env, String name, String secret) {
        env.addObject()
                .put("name", name)
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", secret)
                .put("key", name);
    }

    static JsonNode json(GenericKubernetesResource resource) {
        return JSON.valueToTree(resource);
    }
}
