package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the making: waits in the {@link FairQueue}, then takes tokens from the engine and passes their text on. {@link #cancel} and {@link #cancelled} may be
 * called from any thread, the rest belongs to the generation thread.
 */
public final class Sequence {
    private final GenerationRequest request;
    private final int choice;
    private final Consumer<GenerationEvent> listener;
    private final StopFilter filter;
    private final HeldScores scores = new HeldScores();
    private final ToolCallReader toolCalls;
    private final long created = System.nanoTime();
    private Optional<Duration> timeToFirstToken = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private int tokens;
    private volatile boolean cancelled;

    /** How a sequence has ended. */
    public enum Outcome {
        FINISHED,
        CANCELLED,
        FAILED
    }

    Sequence(GenerationRequest request, int choice, Consumer<GenerationEvent> listener) {
        this.request = requireNonNull(request, "request");
        this.choice = choice;
        this.listener = requireNonNull(listener, "listener");
        this.filter = new StopFilter(request.decoding().stops());
        this.toolCalls = new ToolCallReader(request.tools());
    }

    public GenerationRequest request() {
        return request;
    }

    /** Nobody waits for the answer any more. */
    public void cancel() {
        cancelled = true;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** The engine begins with it, the weights it needs are in memory. */
    public void start() {
        listener.accept(new GenerationEvent.Started(choice));
    }

    /** Takes one more token whose score nobody asked for, or the one that ends the model's turn, with no text. */
    public boolean accept(String text) {
        return accept(text, null);
    }

    /**
     * Takes one more token.
     *
     * @param text what it completed: possibly nothing, always whole code points
     * @param score null unless scores were asked for
     * @return false when no further token is wanted
     */
    public boolean accept(String text, @Nullable TokenScore score) {
        if (timeToFirstToken.isEmpty()) {
            timeToFirstToken = Optional.of(Duration.ofNanos(System.nanoTime() - created));
        }
        tokens++;
        scores.add(score, text);
        pass(filter.accept(text));
        return !filter.stopped() && !cancelled;
    }

    /**
     * @param rest text of last tokens that never became whole, with a replacement character for what is missing
     * @param reason why the engine stopped; calls of tools and a stop sequence found in the text count more
     */
    public void finish(String rest, Finish reason) {
        pass(filter.accept(rest));
        pass(filter.rest());
        List<ToolCall> calls = toolCalls.calls();
        if (calls.isEmpty()) {
            tell(toolCalls.rest(), filter.stopped() ? List.of() : scores.rest());
        } else {
            listener.accept(new GenerationEvent.Called(choice, calls));
        }
        outcome = Optional.of(cancelled ? Outcome.CANCELLED : Outcome.FINISHED);
        Finish how = filter.stopped() ? Finish.STOP : reason;
        listener.accept(new GenerationEvent.Finished(choice, calls.isEmpty() ? how : Finish.TOOL_CALLS, tokens));
    }

    public void fail(ServingException failure) {
        outcome = Optional.of(Outcome.FAILED);
        listener.accept(new GenerationEvent.Failed(choice, failure));
    }

    /** Empty as long as it has not ended. */
    public Optional<Outcome> outcome() {
        return outcome;
    }

    /** Tokens generated so far, the one that ended the turn included. */
    public int tokens() {
        return tokens;
    }

    /** From its creation, the time in the queue included; empty before there is a token. */
    public Optional<Duration> timeToFirstToken() {
        return timeToFirstToken;
    }

    private void pass(String text) {
        tell(toolCalls.accept(text), scores.pass(text));
    }

    private void tell(String text, List<PlacedScore> told) {
        if (!text.isEmpty() || !told.isEmpty()) {
            listener.accept(new GenerationEvent.Text(choice, text, told));
        }
    }
}
