package dev.burnish.formatting.domain;

/** The base models as readers of text. */
public interface TextModels {
    /** @throws RejectedException if there is no such model, or its tokenizer or chat template cannot be used */
    TextModel load(String name) throws RejectedException;
}
