package dev.burnish.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a manifest has the fields that its kind has, and no others. */
final class KubernetesSchema {
    /** The API version of each kind in use, and its check as generated from Kubernetes' own OpenAPI document. */
    private static final Map<String, Kind> KINDS = Map.of(
            "ConfigMap", new Kind("v1", V1ConfigMap::validateJsonElement),
            "Deployment", new Kind("apps/v1", V1Deployment::validateJsonElement),
            "Ingress", new Kind("networking.k8s.io/v1", V1Ingress::validateJsonElement),
            "KafkaTopic", new Kind("kafka.strimzi.io/v1", KubernetesSchema::checkKafkaTopic),
            "Namespace", new Kind("v1", V1Namespace::validateJsonElement),
            "NetworkPolicy", new Kind("networking.k8s.io/v1", V1NetworkPolicy::validateJsonElement),
            "PersistentVolumeClaim", new Kind("v1", V1PersistentVolumeClaim::validateJsonElement),
            "PodDisruptionBudget", new Kind("policy/v1", V1PodDisruptionBudget::validateJsonElement),
            "Service", new Kind("v1", V1Service::validateJsonElement));

    private KubernetesSchema() {}

    static List<String> problems(JsonNode manifest) {
        List<String> problems = new ArrayList<>();
        Kind kind = KINDS.get(manifest.path("kind").asText());
        if (kind == null) {
            return List.of("unknown kind " + manifest.path("kind"));
        }
        if (!manifest.path("apiVersion").asText().equals(kind.apiVersion)) {
            problems.add("apiVersion must be " + kind.apiVersion + ", not " + manifest.path("apiVersion"));
        }
        if (Manifests.name(manifest).isEmpty()) {
            problems.add("metadata.name is missing");
        }
        try {
            kind.check.accept(JsonParser.parseString(manifest.toString()));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return problems;
    }

    /** The fields of Strimzi's KafkaTopic that are used here; its full schema is not in a library that this build has. */
    private static void checkKafkaTopic(JsonElement topic) {
        requireOnly(topic, "KafkaTopic", Set.of("apiVersion", "kind", "metadata", "spec"));
        JsonElement spec = topic.getAsJsonObject().get("spec");
        requireOnly(spec, "spec", Set.of("partitions", "replicas", "config"));
        JsonElement config = spec.getAsJsonObject().get("config");
        boolean compacted = config.getAsJsonObject().has("cleanup.policy");
        requireOnly(
                config, "spec.config", Set.of("min.insync.replicas", compacted ? "cleanup.policy" : "retention.ms"));
        if (!topic.getAsJsonObject()
                .getAsJsonObject("metadata")
                .getAsJsonObject("labels")
                .has("strimzi.io/cluster")) {
            throw new IllegalArgumentException("metadata.labels must name the strimzi.io/cluster");
        }
    }

    private static void requireOnly(JsonElement object, String at, Set<String> fields) {
        if (!object.getAsJsonObject().keySet().equals(fields)) {
            throw new IllegalArgumentException(at + " must have the fields " + fields + ", not "
                    + object.getAsJsonObject().keySet());
        }
    }

    private record Kind(String apiVersion, Check check) {}

    private interface Check {
        void accept(JsonElement manifest) throws IOException;
    }
}
