package dev.burnish.kit.models;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Where a base model is trained, and with that, where it answers. */
public sealed interface ModelBackend {

    /** Here: the model's folder has its weights. */
    record Local() implements ModelBackend {}

    /**
     * At a provider with OpenAI's API, who keeps the weights, trains on uploaded examples and serves what comes of it.
     *
     * @param baseUrl such as {@code https://api.openai.com/v1}, without a slash at its end
     * @param model the provider's name of the base model
     * @param apiKeyVariable the name of the setting or environment variable with the key, never the key; empty for a provider that asks for none
     */
    record Hosted(URI baseUrl, String model, Optional<String> apiKeyVariable) implements ModelBackend {
        public Hosted {
            requireNonNull(baseUrl, "baseUrl");
            requireNonNull(model, "model");
            requireNonNull(apiKeyVariable, "apiKeyVariable");
        }
    }

    /**
     * In a Kubernetes cluster, as a TrainJob of Kubeflow Trainer. The adapter that comes of it is evaluated and served here, over the weights in the model's folder.
     *
     * @param namespace of its jobs
     * @param runtime the name of the training runtime that they run in
     * @param runtimeKind {@code ClusterTrainingRuntime} or {@code TrainingRuntime}
     * @param image of the trainer's container in place of the runtime's; empty for that one
     * @param modelUri where the cluster finds the base model, such as {@code s3://models/llama} or {@code hf://owner/name}
     * @param secret with the keys of object storage as environment variables; empty where the runtime brings its own
     * @param nodes in place of the runtime's number; 0 for that one
     * @param resources of a node in place of the runtime's, such as {@code nvidia.com/gpu} and {@code 2}
     */
    record Kubeflow(
            String namespace,
            String runtime,
            String runtimeKind,
            Optional<String> image,
            String modelUri,
            Optional<String> secret,
            int nodes,
            Map<String, String> resources)
            implements ModelBackend {
        public Kubeflow {
            requireNonNull(namespace, "namespace");
            requireNonNull(runtime, "runtime");
            requireNonNull(runtimeKind, "runtimeKind");
            requireNonNull(image, "image");
            requireNonNull(modelUri, "modelUri");
            requireNonNull(secret, "secret");
            resources = Map.copyOf(resources);
        }
    }
}
