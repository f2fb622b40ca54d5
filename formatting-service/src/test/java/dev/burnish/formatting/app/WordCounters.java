package dev.burnish.formatting.app;

import dev.burnish.contracts.Failure;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.formatting.domain.TokenCounters;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ShownExample;
import dev.burnish.llm.text.ShownExample.ShownToken;
import java.util.ArrayList;
import java.util.List;

/** One model, whose tokens are words and whose context is 20 of them. */
final class WordCounters implements TokenCounters {
    static final String NAME = "words";
    static final int CONTEXT = 20;

    int open;

    @Override
    public TokenCounter load(String name) throws RejectedException {
        if (!name.equals(NAME)) {
            throw new RejectedException(new Failure("model_not_found", "No model " + name, "model"));
        }
        open++;
        return new TokenCounter() {
            @Override
            public TokenCount count(ChatExample example) throws InvalidRowException {
                return WordCounters.count(example);
            }

            @Override
            public ShownExample show(ChatExample example) {
                return WordCounters.show(example);
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    private static TokenCount count(ChatExample example) throws InvalidRowException {
        int tokens = 0;
        int learned = 0;
        for (ChatMessage message : example.messages()) {
            for (String word : message.content().split(" ", -1)) {
                if (tokens == CONTEXT) {
                    return checked(new TokenCount(1, tokens, learned));
                }
                tokens += word.isEmpty() ? 0 : 1;
                learned += message.learned() && !word.isEmpty() ? 1 : 0;
            }
        }
        return checked(new TokenCount(0, tokens, learned));
    }

    private static ShownExample show(ChatExample example) {
        StringBuilder text = new StringBuilder();
        List<ShownToken> tokens = new ArrayList<>();
        for (ChatMessage message : example.messages()) {
            for (String word : message.content().strip().split(" +", -1)) {
                int start = text.length();
                text.append(word).append(' ');
                tokens.add(new ShownToken(start, text.length(), message.learned()));
            }
        }
        boolean truncated = tokens.size() > CONTEXT;
        return new ShownExample(text.toString(), tokens.subList(0, Math.min(CONTEXT, tokens.size())), truncated, true);
    }

    private static TokenCount checked(TokenCount count) throws InvalidRowException {
        if (count.learned() == 0) {
            throw new InvalidRowException(Fault.NOTHING_TO_LEARN, "nothing is left to learn.");
        }
        return count;
    }
}
