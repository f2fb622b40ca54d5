package dev.burnish.training.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import org.jspecify.annotations.Nullable;

/**
 * What a training has come to.
 *
 * @param adapter in object storage; null where there is a hosted model
 * @param hostedModel the provider's name of the tuned model; null where there is an adapter
 * @param metrics of every step, CSV
 * @param steps that were done
 * @param tokens that went through the model in all steps
 * @param seconds of training, over all attempts
 */
public record TrainedModel(
        @Nullable AdapterFiles adapter,
        @Nullable String hostedModel,
        Artifact metrics,
        int steps,
        long tokens,
        double seconds) {}
