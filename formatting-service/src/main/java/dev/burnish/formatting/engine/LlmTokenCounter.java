package dev.burnish.formatting.engine;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExamples;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.ShownExample;
import dev.burnish.llm.text.TextModel;
import java.util.List;

/** Encodes every example as training will, and counts. */
final class LlmTokenCounter implements TokenCounter {
    private final TextModel model;
    private final ExampleEncoder encoder;

    LlmTokenCounter(TextModel model) {
        this.model = model;
        this.encoder = new ExampleEncoder(model, model.maxPositions());
    }

    @Override
    public TokenCount count(ChatExample example) throws InvalidRowException {
        EncodedExamples encoded = encode(example);
        int truncated = encoded.truncatedLines().size();
        if (encoded.examples().isEmpty()) {
            throw new InvalidRowException(
                    truncated == 0 ? Fault.NOTHING_TO_LEARN : Fault.ANSWER_BEYOND_CONTEXT,
                    truncated == 0
                            ? "the model's chat template leaves nothing to learn. Write the answers as assistant messages."
                            : "the answer begins behind the model's context of " + model.maxPositions()
                                    + " tokens, so that nothing is left to learn. Shorten what comes before it.");
        }
        return new TokenCount(truncated, encoded.tokens(), encoded.learnedTokens());
    }

    private EncodedExamples encode(ChatExample example) throws InvalidRowException {
        try {
            return encoder.encode(List.of(example));
        } catch (ChatTemplateException e) {
            throw refused(example, e);
        }
    }

    private static InvalidRowException refused(ChatExample example, ChatTemplateException e) {
        String message = String.valueOf(e.getMessage());
        String line = "line " + example.line() + ": ";
        return new InvalidRowException(
                e.reason() == ChatTemplateException.Reason.TOOLS
                        ? Fault.TOOLS_NOT_SUPPORTED
                        : Fault.REFUSED_BY_TEMPLATE,
                (message.startsWith(line) ? message.substring(line.length()) : message) + ".");
    }

    @Override
    public ShownExample show(ChatExample example) throws InvalidRowException {
        try {
            return encoder.show(example);
        } catch (ChatTemplateException e) {
            throw refused(example, e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
