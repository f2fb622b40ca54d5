package dev.burnish.llm.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes examples with the mask of what is learned: an assistant message's content and the token that ends its turn.
 *
 * <p>Chat templates do not say where a message starts. The conversation is therefore rendered up to each learned message, with the start of
 * the assistant's turn, and once more with the message: what the second has beyond the first is learned. Each part is encoded by itself, so
 * that the tokens before a learned message are the prompt that the model is given when it answers.
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

    /** @throws ChatTemplateException if the template refuses an example; the message names the line */
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
        PlainText text = PlainText.of(example.messages(), model.tokenizer());
        List<ChatMessage> messages = text.messages();
        String whole = render(messages, false, example.line());
        List<int[]> parts = new ArrayList<>();
        List<Boolean> learned = new ArrayList<>();
        int done = 0;
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).learned()) {
                String before = render(messages.subList(0, i), true, example.line());
                String with = render(messages.subList(0, i + 1), false, example.line());
                int start = commonLength(before, whole);
                int end = endOfTurn(whole, start, commonLength(with, whole));
                if (start < done || end <= start) {
                    throw new ChatTemplateException("line " + example.line() + ": the chat template renders message "
                            + (i + 1) + " differently once more messages follow");
                }
                parts.add(text.encode(whole.substring(done, start), model.tokenizer()));
                learned.add(false);
                parts.add(text.encode(whole.substring(start, end), model.tokenizer()));
                learned.add(true);
                done = end;
            }
        }
        parts.add(text.encode(whole.substring(done), model.tokenizer()));
        learned.add(false);
        return joined(parts, learned, example.line());
    }

    private String render(List<ChatMessage> messages, boolean addGenerationPrompt, int line)
            throws ChatTemplateException {
        try {
            return model.template().render(messages, addGenerationPrompt);
        } catch (ChatTemplateException e) {
            throw new ChatTemplateException("line " + line + ": " + e.getMessage());
        }
    }

    private static int commonLength(String a, String b) {
        int mismatch = Arrays.mismatch(a.toCharArray(), b.toCharArray());
        return mismatch < 0 ? a.length() : mismatch;
    }

    /** Some templates put a line break after the token that ends the turn; it is not learned. */
    private int endOfTurn(String whole, int start, int end) {
        int last = end;
        while (last > start && Character.isWhitespace(whole.charAt(last - 1))) {
            last--;
        }
        String turn = whole.substring(start, last);
        return model.tokenizer().specialTokens().stream().anyMatch(turn::endsWith) ? last : end;
    }

    private static EncodedExample joined(List<int[]> parts, List<Boolean> learned, int line) {
        int[] tokens = new int[parts.stream().mapToInt(part -> part.length).sum()];
        boolean[] mask = new boolean[tokens.length];
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, tokens, at, parts.get(i).length);
            Arrays.fill(mask, at, at + parts.get(i).length, learned.get(i));
            at += parts.get(i).length;
        }
        return new EncodedExample(tokens, mask, line);
    }
}
