package dev.burnish.deployment.domain;

/**
 * A base model in memory.
 *
 * @param weights how its weights are kept, such as {@code bf16}
 * @param adapters how many adapters are in memory beside it
 * @param sequences how many sequences it generates now
 */
public record LoadedModel(String weights, int adapters, int sequences) {}
