package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One answer in the making: waits in the {@link FairQueue}, then takes tokens from the engine and passes their text on. {@link #cancel} and {@link #cancelled} may be
 * called from any thread, the rest belongs to the generation thread.
 */
public final class Sequence {
    private final GenerationRequest request;
    private final int choice;
    private final Consumer<GenerationEvent> listener;
    private final StopFilter filter;
    private final long created = System.nanoTime();
    private Optional<Duration> timeToFirstToken = Optional.empty();
    private int tokens;
    private volatile boolean cancelled;

    Sequence(GenerationRequest request, int choice, Consumer<GenerationEvent> listener) {
        this.request = requireNonNull(request, "request");
        this.choice = choice;
        this.listener = requireNonNull(listener, "listener");
        this.filter = new StopFilter(request.stops());
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

    /**
     * Takes one more token, by the text that it completed: possibly none, always whole code points. The token that ends the model's turn has none.
     *
     * @return false when no further token is wanted
     */
    public boolean accept(String text) {
        if (timeToFirstToken.isEmpty()) {
            timeToFirstToken = Optional.of(Duration.ofNanos(System.nanoTime() - created));
        }
        tokens++;
        pass(filter.accept(text));
        return !filter.stopped() && !cancelled;
    }

    /**
     * @param rest text of last tokens that never became whole, with a replacement character for what is missing
     * @param reason why the engine stopped; a stop sequence found in the text counts more
     */
    public void finish(String rest, Finish reason) {
        pass(filter.accept(rest));
        pass(filter.rest());
        listener.accept(new GenerationEvent.Finished(choice, filter.stopped() ? Finish.STOP : reason, tokens));
    }

    public void fail(ServingException failure) {
        listener.accept(new GenerationEvent.Failed(choice, failure));
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
        if (!text.isEmpty()) {
            listener.accept(new GenerationEvent.Text(choice, text));
        }
    }
}
