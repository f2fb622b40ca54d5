package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a user asked for.
 *
 * @param model the base model's name
 * @param trainingFile a file's id
 * @param validationFile a file's id; null if examples are to be set aside from the training file
 * @param suffix 1 to 64 characters of the tuned model's name; null for none
 * @param seed 0 to 2147483647
 * @param metadata null if none was given; {@link #columns} reads some of it
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
    /** Ends the keys of metadata that name a column of the files. */
    private static final String COLUMN = "_column";

    private static final List<String> PARTS =
            List.of("messages", "tools", "system", "prompt", "input", "completion", "chosen", "rejected");

    public JobSpecification {
        requireNonNull(model, "model");
        requireNonNull(trainingFile, "trainingFile");
        requireNonNull(method, "method");
        requireNonNull(hyperparameters, "hyperparameters");
        requireNonNull(lora, "lora");
        requireNonNull(schedule, "schedule");
        metadata = metadata == null ? null : Map.copyOf(metadata);
    }

    /** Which column of the files holds which part of an example, by the part: what metadata such as {@code prompt_column} say. */
    public Map<String, String> columns() {
        Map<String, String> given = metadata == null ? Map.of() : metadata;
        return PARTS.stream()
                .filter(part -> given.containsKey(part + COLUMN))
                .collect(Collectors.toMap(part -> part, part -> given.getOrDefault(part + COLUMN, "")));
    }
}
