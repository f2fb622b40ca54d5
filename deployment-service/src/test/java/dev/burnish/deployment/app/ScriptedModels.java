package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** An engine that says what a test tells it to, a token at a time, and remembers whom it served. A prompt has one token per character. */
final class ScriptedModels implements LanguageModels {
    static final int CONTEXT_LENGTH = 20;

    private final List<String> pieces;
    private final Semaphore tokensAllowed = new Semaphore(0);
    final List<Sequence> served = new CopyOnWriteArrayList<>();
    final List<String> forgotten = new CopyOnWriteArrayList<>();
    private volatile boolean paced;

    ScriptedModels(String... pieces) {
        this.pieces = List.of(pieces);
    }

    /** Every token waits until {@link #allow} lets it come. */
    ScriptedModels paced() {
        paced = true;
        return this;
    }

    void allow(int tokens) {
        tokensAllowed.release(tokens);
    }

    @Override
    public int[] encode(String baseModel, PromptText prompt) throws ServingException {
        String text = switch (prompt) {
            case PromptText.Raw raw -> raw.text();
            case PromptText.Chat chat ->
                String.join(
                        "",
                        chat.messages().stream()
                                .map(message -> message.content())
                                .toList());
        };
        if (text.contains("refuse")) {
            throw new ServingException(Reason.PROMPT_REFUSED, "The template does not like it.");
        }
        return text.chars().toArray();
    }

    @Override
    public int contextLength(String baseModel) {
        return CONTEXT_LENGTH;
    }

    @Override
    public void forget(String baseModel) {
        forgotten.add(baseModel);
    }

    @Override
    public void generate(Sequence sequence) throws ServingException {
        served.add(sequence);
        if (sequence.request().baseModel().equals("broken")) {
            throw new ServingException(Reason.NUMBERS_NOT_FINITE, "The model computes no numbers.");
        }
        if (sequence.request().baseModel().equals("buggy")) {
            throw new IllegalStateException("a bug");
        }
        sequence.start();
        List<String> given = new ArrayList<>();
        for (String piece : pieces) {
            if (given.size() == sequence.request().maxTokens()) {
                sequence.finish("", Finish.LENGTH);
                return;
            }
            if (paced) {
                tokensAllowed.acquireUninterruptibly();
            }
            given.add(piece);
            if (!sequence.accept(piece)) {
                sequence.finish("", Finish.STOP);
                return;
            }
        }
        sequence.finish("", Finish.STOP);
    }
}
