package dev.burnish.deployment.domain;

/**
 * The base models and adapters that generate text. Prompts are encoded by whoever asks; {@link #generate} is called by the one generation thread only, a sequence at a time. An
 * engine that runs several sequences in one step takes more of them from the {@link FairQueue} between its steps.
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
     * Runs one sequence to its end: loads what it needs, tells {@link Sequence#start}, gives every token's text to {@link Sequence#accept} until that wants no more, then tells
     * {@link Sequence#finish}.
     *
     * @throws ServingException in place of {@code finish}; {@code NUMBERS_NOT_FINITE} when the model computes no usable probabilities
     */
    void generate(Sequence sequence) throws ServingException;

    /**
     * Frees what is in memory of a base model that is not in the models directory any more, and of its adapters. Waits for the sequence that runs.
     *
     * @throws ServingException {@code ENGINE_FAILED}
     */
    void forget(String baseModel) throws ServingException;
}
