package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.app.CompletePrompt;
import dev.burnish.deployment.app.CompletionOrder;
import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServingException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers a completion request, whole or as a stream, and gives its place up when the client goes away. Blocks: call it on a virtual thread. */
@Singleton
public class CompletionResponder {
    private final CompletePrompt completePrompt;
    private final ObjectMapper json;

    public CompletionResponder(CompletePrompt completePrompt, ObjectMapper json) {
        this.completePrompt = completePrompt;
        this.json = json;
    }

    Response respond(CompletionOrder order, GenerationFields fields, CompletionShape shape, RoutingContext http)
            throws ServingException, ContextLengthException, QueueFullException, InterruptedException {
        Answers answers = completePrompt.complete(order);
        closeWithConnection(answers, http);
        return fields.stream() ? stream(answers, fields, shape) : whole(answers, shape);
    }

    private static Response whole(Answers answers, CompletionShape shape)
            throws ServingException, InterruptedException {
        try (answers) {
            return Response.ok(new WholeCompletion(answers).await(shape), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
    }

    /** Waits for the sequence's turn, so that what goes wrong before it is still an error with a status. */
    private Response stream(Answers answers, GenerationFields fields, CompletionShape shape)
            throws ServingException, InterruptedException {
        GenerationEvent first = answers.next();
        if (first instanceof GenerationEvent.Failed failed) {
            answers.close();
            throw failed.failure();
        }
        return Response.ok(
                        new EventStream(answers, first, shape, fields.includeUsage(), json),
                        MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("Cache-Control", "no-cache")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static void closeWithConnection(Answers answers, RoutingContext http) {
        http.addEndHandler(end -> answers.close());
        if (http.response().closed()) {
            answers.close();
        }
    }
}
