package dev.burnish.deployment.domain;

import dev.burnish.llm.text.ToolCallFormat;
import java.util.Optional;

/**
 * The base models and adapters that generate text. Prompts are encoded by whoever asks; {@link #join} and {@link #step} are called by the one generation thread only.
 */
public interface LanguageModels {
    /**
     * Token ids of the prompt.
     *
     * @throws ServingException {@code BASE_MODEL_MISSING}, {@code BASE_MODEL_UNUSABLE} or {@code PROMPT_REFUSED} with what the chat template objects to
     */
    int[] encode(String baseModel, PromptText prompt) throws ServingException;

    /**
     * Most tokens that prompt and answer may have together.
     *
     * @throws ServingException {@code BASE_MODEL_MISSING} or {@code BASE_MODEL_UNUSABLE}
     */
    int contextLength(String baseModel) throws ServingException;

    /**
     * How the model writes calls of tools; empty if it knows none, or in a format that is not known here.
     *
     * @throws ServingException {@code BASE_MODEL_MISSING} or {@code BASE_MODEL_UNUSABLE}
     */
    Optional<ToolCallFormat> toolCallFormat(String baseModel) throws ServingException;

    /** Most sequences that can be in generation at a time, of all models together. */
    int places();

    /**
     * Takes a sequence into the batch of its base model: loads what it needs and tells {@link Sequence#start}.
     *
     * @throws ServingException in place of {@code start}; {@code NUMBERS_NOT_FINITE} when the model computes no usable probabilities
     */
    void join(Sequence sequence) throws ServingException;

    /**
     * Generates the next token of every sequence that has joined, but for prompts that are still being read, gives its text to {@link Sequence#accept}, and tells those
     * that end {@link Sequence#finish}. What is cancelled or has failed leaves. Where computing fails, every sequence of that base model is told {@link Sequence#fail}.
     *
     * @throws ServingException when the engine does not run
     */
    void step() throws ServingException;

    /**
     * Forgets a base model that is not in the models directory any more, and its adapters. Sequences of it that have joined go on to their end.
     *
     * @throws ServingException {@code ENGINE_FAILED}
     */
    void forget(String baseModel) throws ServingException;

    /** What is in memory of a base model, if anything is. Safe for use by several threads. */
    Optional<LoadedModel> loaded(String baseModel);
}
