package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatExample;

/** How one base model reads examples. */
public interface TextModel extends AutoCloseable {
    /** @throws InvalidRowException if the model's chat template refuses the example, or nothing to learn is left at the model's context length */
    CanonicalExample canonical(ChatExample example) throws InvalidRowException;

    @Override
    void close();
}
