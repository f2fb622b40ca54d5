package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.errors.ErrorBody;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Puts what can go wrong with a completion into OpenAI's words. */
public class ServingFailures {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration SHORTLY = Duration.ofSeconds(5);

    @ServerExceptionMapper
    public Response queueFull(QueueFullException failure) {
        return response(TOO_MANY_REQUESTS, body(failure.getMessage(), "rate_limit_error", "rate_limit_exceeded"))
                .header("Retry-After", failure.retryAfter().toSeconds())
                .build();
    }

    @ServerExceptionMapper
    public Response tooLong(ContextLengthException failure) {
        return badRequest(failure.getMessage(), "messages", "context_length_exceeded");
    }

    private static Response badRequest(String message, String param, String code) {
        ApiException answer = ApiException.badRequest(message, param, code);
        return response(answer.status(), answer.body()).build();
    }

    @ServerExceptionMapper
    public Response notServed(ServingException failure) {
        return switch (failure.reason()) {
            case PROMPT_REFUSED ->
                badRequest(failure.getMessage(), "messages", failure.reason().code());
            case TOOLS_UNSUPPORTED ->
                badRequest(failure.getMessage(), "tools", failure.reason().code());
            case STORAGE_UNAVAILABLE, SHUTTING_DOWN, PROVIDER_UNAVAILABLE ->
                response(503, body(failure))
                        .header("Retry-After", SHORTLY.toSeconds())
                        .build();
            case ADAPTER_MISSING,
                    ADAPTER_CORRUPT,
                    ADAPTER_UNUSABLE,
                    BASE_MODEL_MISSING,
                    BASE_MODEL_UNUSABLE,
                    NUMBERS_NOT_FINITE,
                    PROBE_UNANSWERED,
                    PROVIDER_REFUSED,
                    PROVIDER_REJECTED,
                    ENGINE_FAILED,
                    ABANDONED -> response(500, body(failure)).build();
        };
    }

    /** The error of a stream that has begun. */
    static ErrorBody body(ServingException failure) {
        return body(failure.getMessage(), "server_error", failure.reason().code());
    }

    private static ErrorBody body(String message, String type, String code) {
        return new ErrorBody(new ErrorBody.Detail(message, type, null, code));
    }

    private static Response.ResponseBuilder response(int status, ErrorBody body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }
}
