package dev.burnish.formatting.domain;

import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ShownExample;

/** Counts as one base model reads. */
public interface TokenCounter extends AutoCloseable {
    /**
     * What the example costs, with 1 for {@code truncated} if it is longer than the model's context.
     *
     * @throws InvalidRowException if the model's chat template refuses the example, or nothing to learn is left at the model's context length
     */
    TokenCount count(ChatExample example) throws InvalidRowException;

    /** What all texts of a row cost; it is truncated if any of them is. */
    default TokenCount count(Row row) throws InvalidRowException {
        TokenCount sum = TokenCount.NONE;
        for (ChatExample text : row.texts()) {
            sum = sum.plus(count(text));
        }
        return new TokenCount(Math.min(1, sum.truncated()), sum.tokens(), sum.learned());
    }

    /**
     * The example as the model reads it.
     *
     * @throws InvalidRowException if the model's chat template refuses the example
     */
    ShownExample show(ChatExample example) throws InvalidRowException;

    @Override
    void close();
}
