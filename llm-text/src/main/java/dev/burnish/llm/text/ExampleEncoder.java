package dev.burnish.llm.text;

import dev.burnish.llm.text.ShownExample.ShownToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes examples with the mask of what is learned: what an assistant message adds to the conversation, and the token that ends its turn.
 * The tokens are those of the whole rendered conversation; a token that is learned in part is learned.
 */
public final class ExampleEncoder {

    private final TextModel model;
    private final int maxTokens;

    /** @param maxTokens longer examples lose their end; at least 2 and at most the model's longest sequence */
    public ExampleEncoder(TextModel model, int maxTokens) {
        if (maxTokens < 2 || maxTokens > model.maxPositions()) {
            throw new IllegalArgumentException("maxTokens must be 2 to " + model.maxPositions() + ", not " + maxTokens);
        }
        this.model = model;
        this.maxTokens = maxTokens;
    }

    /**
     * Encodes every example that has something to learn, and names the lines of the others.
     *
     * @throws ChatTemplateException if the template refuses an example or does not tell what is learned in it; the message names the line
     */
    public EncodedExamples encode(List<ChatExample> examples) throws ChatTemplateException {
        List<EncodedExample> encoded = new ArrayList<>();
        List<Integer> truncated = new ArrayList<>();
        List<Integer> empty = new ArrayList<>();
        for (ChatExample example : examples) {
            EncodedExample whole = encode(example);
            EncodedExample kept = truncated(whole);
            if (kept.tokens().length < whole.tokens().length) {
                truncated.add(example.line());
            }
            if (kept.learnedTokens() == 0) {
                empty.add(example.line());
            } else {
                encoded.add(kept);
            }
        }
        return new EncodedExamples(encoded, truncated, empty);
    }

    private EncodedExample truncated(EncodedExample example) {
        return example.tokens().length <= maxTokens
                ? example
                : new EncodedExample(
                        Arrays.copyOf(example.tokens(), maxTokens),
                        Arrays.copyOf(example.learned(), maxTokens),
                        example.line());
    }

    private EncodedExample encode(ChatExample example) throws ChatTemplateException {
        return rendered(
                example, (text, tokens, learned) -> new EncodedExample(tokens.tokens(), learned, example.line()));
    }

    /**
     * The same tokens and the same mask as text.
     *
     * @throws ChatTemplateException as {@link #encode(List)} does
     */
    public ShownExample show(ChatExample example) throws ChatTemplateException {
        return rendered(example, this::shown);
    }

    private ShownExample shown(String text, TokenizedText tokens, boolean[] learned) {
        int kept = Math.min(tokens.tokens().length, maxTokens);
        List<ShownToken> shown = new ArrayList<>(kept);
        int end = 0;
        boolean endsTurn = false;
        for (int i = 0; i < kept; i++) {
            int start = Math.max(end, tokens.starts()[i]);
            end = Math.max(start, tokens.ends()[i]);
            shown.add(new ShownToken(start, end, learned[i]));
            endsTurn = learned[i] ? model.stopTokens().contains(tokens.tokens()[i]) : endsTurn;
        }
        return new ShownExample(text, shown, kept < tokens.tokens().length, endsTurn);
    }

    /** What is made of a rendered example. */
    private interface Form<T> {
        T of(String text, TokenizedText tokens, boolean[] learned);
    }

    private <T> T rendered(ChatExample example, Form<T> form) throws ChatTemplateException {
        try {
            PlainText text = PlainText.of(Conversation.of(example.messages(), example.tools()), model.tokenizer());
            LearnedText learned = new LearnedText(model, text.conversation(), example.messages());
            TokenizedText tokens = text.encode(learned.text());
            return form.of(learned.text(), tokens, tokens.within(learned.spans()));
        } catch (ChatTemplateException e) {
            throw e.atLine(example.line());
        }
    }
}
