package dev.burnish.deployment.domain;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/**
 * The answers to one request, as they come. The engine puts events in without ever waiting for the reader; what lies between them is bounded by the token limit of
 * each sequence. One thread reads; {@link #close} may be called from any thread.
 */
public final class Answers implements AutoCloseable {
    private final BlockingQueue<GenerationEvent> events = new LinkedBlockingQueue<>();
    private final GenerationRequest request;
    private final List<Sequence> sequences;
    private final FairQueue queue;

    private Answers(GenerationRequest request, int choices, FairQueue queue) {
        this.request = request;
        this.queue = queue;
        this.sequences = IntStream.range(0, choices)
                .mapToObj(choice -> new Sequence(request.forChoice(choice), choice, events::add))
                .toList();
    }

    /**
     * Puts as many sequences as there are choices into the queue.
     *
     * @throws QueueFullException when there is no room for all of them; then none is in the queue
     */
    public static Answers enqueue(GenerationRequest request, int choices, FairQueue queue) throws QueueFullException {
        Answers answers = new Answers(request, choices, queue);
        queue.add(answers.sequences);
        return answers;
    }

    public int promptTokens() {
        return request.prompt().length;
    }

    public int choices() {
        return sequences.size();
    }

    /** Waits for the next event of any choice. After {@link #close} there is at last a failure with reason {@code ABANDONED}. */
    public GenerationEvent next() throws InterruptedException {
        return events.take();
    }

    /** Gives up what is not finished yet: waiting sequences leave the queue at once, a running one ends at its next token. */
    @Override
    public void close() {
        sequences.forEach(Sequence::cancel);
        queue.remove(sequences);
        events.add(new GenerationEvent.Failed(
                0, new ServingException(ServingException.Reason.ABANDONED, "The request was given up.")));
    }
}
