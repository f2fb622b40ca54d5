package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.deployment.app.CompletionOrder;
import dev.burnish.deployment.app.FindModel;
import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers to conversations. */
@Path("/v1/chat/completions")
public class ChatCompletionsResource {
    private final FindModel findModel;
    private final CompletionResponder responder;
    private final HostedResponder hosted;
    private final Caller caller;

    public ChatCompletionsResource(
            FindModel findModel, CompletionResponder responder, HostedResponder hosted, Caller caller) {
        this.findModel = findModel;
        this.responder = responder;
        this.hosted = hosted;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Scopes.INFERENCE)
    @RunOnVirtualThread
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    public Response create(@Nullable JsonNode body, @Context RoutingContext http)
            throws ServingException, ContextLengthException, QueueFullException, InterruptedException {
        if (body != null
                && findModel.find(caller.tenant(), body.path("model").asText()).orElse(null)
                        instanceof ServedModel.Hosted model) {
            return hosted.respond(model, "/chat/completions", body);
        }
        ChatCompletionRequest request = ChatCompletionRequest.read(body);
        GenerationFields generation = request.generation();
        ServedModel model = findModel
                .find(caller.tenant(), generation.model())
                .orElseThrow(() -> UnknownModel.named(generation.model()));
        CompletionOrder order = new CompletionOrder(
                caller.tenant(),
                model,
                request.prompt(),
                generation.choices(),
                request.maxTokens(),
                generation.decoding());
        ChatShape shape = new ChatShape(
                CompletionHead.of("chatcmpl-", model), generation.includeUsage(), generation.tellsLogprobs());
        return responder.respond(order, generation, shape, http);
    }
}
