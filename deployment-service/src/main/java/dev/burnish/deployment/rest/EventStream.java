package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes a completion as server-sent events while it is generated: data only, one JSON object each, and {@code [DONE]} after a stream that is complete. */
final class EventStream implements StreamingOutput {
    private static final byte[] PREFIX = "data: ".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    private final Answers answers;
    private final GenerationEvent first;
    private final CompletionShape shape;
    private final boolean includeUsage;
    private final ObjectMapper json;

    /** @param first the event that was taken from the answers to learn that they begin */
    EventStream(
            Answers answers, GenerationEvent first, CompletionShape shape, boolean includeUsage, ObjectMapper json) {
        this.answers = answers;
        this.first = first;
        this.shape = shape;
        this.includeUsage = includeUsage;
        this.json = json;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try (answers) {
            int tokens = writeChoices(out);
            if (includeUsage) {
                send(out, shape.usage(new UsageView(answers.promptTokens(), tokens)));
            }
            out.write(DONE);
            out.flush();
        } catch (ServingException e) {
            if (e.reason() != Reason.ABANDONED) {
                send(out, ServingFailures.body(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a completion was streamed");
        }
    }

    /** @return the tokens of all choices */
    private int writeChoices(OutputStream out) throws IOException, ServingException, InterruptedException {
        int unfinished = answers.choices();
        int tokens = 0;
        GenerationEvent event = first;
        while (true) {
            Optional<Object> chunk = switch (event) {
                case GenerationEvent.Started started -> shape.opening(started.choice());
                case GenerationEvent.Text text -> Optional.of(shape.piece(text.choice(), text.text(), text.scores()));
                case GenerationEvent.Called called -> shape.calls(called.choice(), called.calls());
                case GenerationEvent.Finished finished ->
                    Optional.of(shape.closing(finished.choice(), finished.reason()));
                case GenerationEvent.Failed failed -> throw failed.failure();
            };
            if (chunk.isPresent()) {
                send(out, chunk.get());
            }
            if (event instanceof GenerationEvent.Finished finished) {
                tokens += finished.tokens();
                unfinished--;
                if (unfinished == 0) {
                    return tokens;
                }
            }
            event = answers.next();
        }
    }

    private void send(OutputStream out, Object event) throws IOException {
        out.write(PREFIX);
        out.write(json.writeValueAsString(event).getBytes(StandardCharsets.UTF_8));
        out.write(END);
        out.flush();
    }
}
