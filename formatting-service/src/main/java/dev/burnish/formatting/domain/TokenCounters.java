package dev.burnish.formatting.domain;

/** What examples cost, by base model. */
public interface TokenCounters {
    /** @throws RejectedException if there is no such model, or its tokenizer or chat template cannot be used */
    TokenCounter load(String model) throws RejectedException;
}
