package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked for.
 *
 * @param model the base model's name
 * @param trainingFile a file's id
 * @param validationFile a file's id; null if examples are to be set aside from the training file
 * @param suffix 1 to 64 characters of the tuned model's name; null for none
 * @param seed 0 to 2147483647
 * @param metadata null if none was given
 */
public record JobSpecification(
        String model,
        String trainingFile,
        @Nullable String validationFile,
        @Nullable String suffix,
        long seed,
        Method method,
        Hyperparameters hyperparameters,
        Lora lora,
        Schedule schedule,
        @Nullable Map<String, String> metadata) {
    public JobSpecification {
        requireNonNull(model, "model");
        requireNonNull(trainingFile, "trainingFile");
        requireNonNull(method, "method");
        requireNonNull(hyperparameters, "hyperparameters");
        requireNonNull(lora, "lora");
        requireNonNull(schedule, "schedule");
        metadata = metadata == null ? null : Map.copyOf(metadata);
    }
}
