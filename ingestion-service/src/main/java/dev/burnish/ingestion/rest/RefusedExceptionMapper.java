package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.errors.ErrorMappers;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells the caller why the request was refused. */
public class RefusedExceptionMapper {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ErrorMappers errors;

    RefusedExceptionMapper(ErrorMappers errors) {
        this.errors = errors;
    }

    @ServerExceptionMapper
    public Response refused(RefusedException refusal) {
        return errors.expected(
                switch (refusal.kind()) {
                    case INVALID -> ApiException.badRequest(message(refusal), refusal.param(), refusal.code());
                    case NOT_FOUND -> ApiException.notFound(message(refusal), refusal.param(), refusal.code());
                    case TOO_LARGE -> ApiException.tooLarge(message(refusal), refusal.param(), refusal.code());
                    case KEY_REUSED -> ApiException.unprocessable(message(refusal), refusal.param(), refusal.code());
                    case UNAVAILABLE -> ApiException.unavailable(message(refusal), RETRY_AFTER);
                });
    }

    private static String message(RefusedException refusal) {
        return String.valueOf(refusal.getMessage());
    }
}
