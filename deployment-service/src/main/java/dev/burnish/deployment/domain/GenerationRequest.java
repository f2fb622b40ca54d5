package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one sequence is to generate.
 *
 * @param tenant whose turn it uses up
 * @param adapter the folder of {@link AdapterFolders}, or empty for the base model itself
 * @param prompt token ids, shared and only read
 * @param maxTokens at least 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record GenerationRequest(
        String tenant,
        String baseModel,
        Optional<Path> adapter,
        int[] prompt,
        int maxTokens,
        Sampling sampling,
        List<String> stops) {
    public GenerationRequest {
        requireNonNull(tenant, "tenant");
        requireNonNull(baseModel, "baseModel");
        requireNonNull(adapter, "adapter");
        requireNonNull(sampling, "sampling");
        stops = List.copyOf(stops);
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", must be at least 1");
        }
    }

    GenerationRequest forChoice(int choice) {
        return new GenerationRequest(tenant, baseModel, adapter, prompt, maxTokens, sampling.forChoice(choice), stops);
    }
}
