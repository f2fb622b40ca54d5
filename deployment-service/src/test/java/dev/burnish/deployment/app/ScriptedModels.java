package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.LoadedModel;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.text.ToolCallFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** An engine that says what a test tells it to, a token of each sequence at a time, and remembers whom it served. A prompt has one token per character. */
final class ScriptedModels implements LanguageModels {
    static final int CONTEXT_LENGTH = 20;

    private final List<String> pieces;
    private final List<Script> running = new ArrayList<>();
    private final Semaphore stepsAllowed = new Semaphore(0);
    final List<Sequence> served = new CopyOnWriteArrayList<>();
    final List<String> forgotten = new CopyOnWriteArrayList<>();
    private volatile int places = 4;
    private volatile boolean paced;
    private volatile boolean broken;

    ScriptedModels(String... pieces) {
        this.pieces = List.of(pieces);
    }

    /** Every step waits until {@link #allow} lets it come. */
    ScriptedModels paced() {
        paced = true;
        return this;
    }

    ScriptedModels places(int most) {
        places = most;
        return this;
    }

    void allow(int steps) {
        stepsAllowed.release(steps);
    }

    /** The next step runs into a bug. */
    void breakOnce() {
        broken = true;
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
    public Optional<ToolCallFormat> toolCallFormat(String baseModel) {
        return baseModel.equals("tiny") ? Optional.of(ToolCallFormat.TAGGED) : Optional.empty();
    }

    @Override
    public int places() {
        return places;
    }

    @Override
    public void forget(String baseModel) {
        forgotten.add(baseModel);
    }

    @Override
    public Optional<LoadedModel> loaded(String baseModel) {
        return Optional.empty();
    }

    @Override
    public void join(Sequence sequence) throws ServingException {
        served.add(sequence);
        if (sequence.request().baseModel().equals("broken")) {
            throw new ServingException(Reason.NUMBERS_NOT_FINITE, "The model computes no numbers.");
        }
        if (sequence.request().baseModel().equals("buggy")) {
            throw new IllegalStateException("a bug");
        }
        sequence.start();
        running.add(new Script(sequence, pieces.iterator()));
    }

    @Override
    public void step() {
        if (running.isEmpty()) {
            return;
        }
        if (paced) {
            stepsAllowed.acquireUninterruptibly();
        }
        if (broken) {
            broken = false;
            throw new IllegalStateException("a bug");
        }
        running.removeIf(Script::step);
    }

    private record Script(Sequence sequence, Iterator<String> pieces) {
        /** @return whether it has ended */
        boolean step() {
            if (sequence.outcome().isPresent()) {
                return true;
            }
            boolean wanted = !sequence.cancelled() && pieces.hasNext() && sequence.accept(pieces.next());
            if (wanted && sequence.tokens() == sequence.request().maxTokens()) {
                sequence.finish("", Finish.LENGTH);
            } else if (!wanted || !pieces.hasNext()) {
                sequence.finish("", Finish.STOP);
            }
            return sequence.outcome().isPresent();
        }
    }
}
