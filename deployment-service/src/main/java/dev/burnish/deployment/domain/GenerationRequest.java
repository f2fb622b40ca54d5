package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What one sequence is to generate.
 *
 * @param tenant whose turn it uses up
 * @param adapter the folder of {@link AdapterFolders}, or empty for the base model itself
 * @param prompt token ids, shared and only read
 * @param maxTokens at least 1
 * @param tools what the answer may call, if anything
 */
@SuppressWarnings("ArrayRecordComponent")
public record GenerationRequest(
        String tenant,
        String baseModel,
        Optional<Path> adapter,
        int[] prompt,
        int maxTokens,
        Decoding decoding,
        Optional<ToolOffer> tools) {
    public GenerationRequest {
        requireNonNull(tenant, "tenant");
        requireNonNull(baseModel, "baseModel");
        requireNonNull(adapter, "adapter");
        requireNonNull(decoding, "decoding");
        requireNonNull(tools, "tools");
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", must be at least 1");
        }
    }

    GenerationRequest forChoice(int choice) {
        return new GenerationRequest(tenant, baseModel, adapter, prompt, maxTokens, decoding.forChoice(choice), tools);
    }
}
