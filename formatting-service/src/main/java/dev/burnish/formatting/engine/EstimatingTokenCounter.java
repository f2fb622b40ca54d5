package dev.burnish.formatting.engine;

import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ShownExample;
import dev.burnish.llm.text.ShownExample.ShownToken;
import java.util.ArrayList;
import java.util.List;

/**
 * Estimates for a model whose tokenizer only its provider has: four characters are about one token of English text, as providers say themselves. Nothing is ever cut, because its
 * context's length is not known either.
 */
final class EstimatingTokenCounter implements TokenCounter {
    private static final int CHARACTERS_PER_TOKEN = 4;

    @Override
    public TokenCount count(ChatExample example) {
        long tokens = 0;
        long learned = 0;
        for (ChatMessage message : example.messages()) {
            long cost = Math.ceilDiv(text(message).length(), CHARACTERS_PER_TOKEN);
            tokens += cost;
            learned += message.learned() ? cost : 0;
        }
        return new TokenCount(0, tokens, learned);
    }

    /** Each message on a line of its own, after its role, in pieces of four characters. */
    @Override
    public ShownExample show(ChatExample example) {
        StringBuilder text = new StringBuilder();
        List<ShownToken> tokens = new ArrayList<>();
        for (ChatMessage message : example.messages()) {
            text.append(message.role()).append(": ");
            int end = text.length() + text(message).length();
            for (int start = text.length(); start < end; start += CHARACTERS_PER_TOKEN) {
                tokens.add(new ShownToken(start, Math.min(end, start + CHARACTERS_PER_TOKEN), message.learned()));
            }
            text.append(text(message)).append('\n');
        }
        return new ShownExample(text.toString(), tokens, false, true);
    }

    private static String text(ChatMessage message) {
        StringBuilder text = new StringBuilder(message.content());
        message.toolCalls().forEach(call -> text.append(call.name()).append(call.arguments()));
        return text.toString();
    }

    @Override
    public void close() {}
}
