package dev.burnish.kit.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.burnish.kit.TransientFailures;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Makes OpenAI's error object of everything that can go wrong with a request. */
public class ErrorMappers {
    private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @ServerExceptionMapper
    public Response expected(ApiException failure) {
        Response.ResponseBuilder response = response(failure.status(), failure.body());
        failure.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    public Response wrongKey(AuthenticationFailedException failure) {
        return unauthorized("Incorrect API key provided");
    }

    @ServerExceptionMapper
    public Response noKey(UnauthorizedException failure) {
        return unauthorized("You didn't provide an API key");
    }

    private static Response unauthorized(String problem) {
        String message = problem + ". Send one as \"Authorization: Bearer <key>\".";
        return response(401, ErrorBody.invalidRequest(message, null, "invalid_api_key"))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** Names the scope that the key lacks; an endpoint that names none lets nobody in. */
    @ServerExceptionMapper
    public Response forbidden(ForbiddenException failure, ResourceInfo resource) {
        RolesAllowed needed = needed(resource);
        if (needed == null) {
            return response(403, ErrorBody.invalidRequest("No API key may do this.", null, "forbidden"))
                    .build();
        }
        String message = "You have insufficient permissions for this operation. Missing scopes: "
                + String.join(" or ", needed.value()) + ". Use an API key that has it, or ask your operator for one.";
        return response(403, ErrorBody.invalidRequest(message, null, "insufficient_permissions"))
                .build();
    }

    private static @Nullable RolesAllowed needed(ResourceInfo resource) {
        RolesAllowed ofMethod = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        return ofMethod == null ? resource.getResourceClass().getAnnotation(RolesAllowed.class) : ofMethod;
    }

    @ServerExceptionMapper
    public Response unfitJson(MismatchedInputException failure) {
        return response(400, JsonFailures.describe(failure)).build();
    }

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException failure) {
        List<ConstraintViolation<?>> violations = failure.getConstraintViolations().stream()
                .sorted(Comparator.comparing(ErrorMappers::param))
                .toList();
        String message = String.join(
                "; ",
                violations.stream()
                        .map(violation -> "'" + param(violation) + "' " + violation.getMessage())
                        .toList());
        return response(400, ErrorBody.invalidRequest(message, param(violations.getFirst()), "invalid_value"))
                .build();
    }

    private static String param(ConstraintViolation<?> violation) {
        String last = "";
        for (Path.Node node : violation.getPropertyPath()) {
            last = String.valueOf(node.getName());
        }
        return last;
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException failure, HttpServerRequest request) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(failure, request);
        }
        if (failure.getCause() instanceof JsonProcessingException json) {
            return response(400, JsonFailures.describe(json)).build();
        }
        return response(status, ErrorBody.invalidRequest(describe(status, request), null, code(status)))
                .build();
    }

    private static String describe(int status, HttpServerRequest request) {
        return switch (status) {
            case 404 -> "Invalid URL (" + request.method() + " " + request.path() + ")";
            case 405 -> "Not allowed to " + request.method() + " on " + request.path() + ".";
            case 406 -> "None of the content types in the Accept header can be given.";
            case 413 -> "The request body is too large.";
            case 415 -> "Unsupported content type: '" + request.getHeader(HttpHeaders.CONTENT_TYPE) + "'.";
            default -> "The request is not valid.";
        };
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "unknown_url";
            case 405 -> "method_not_supported";
            case 413 -> "request_too_large";
            case 415 -> "unsupported_content_type";
            default -> "invalid_request";
        };
    }

    /** The caller learns nothing of the cause, which the log tells under the request's id. */
    @ServerExceptionMapper
    public Response unexpected(Exception failure, HttpServerRequest request) {
        String id = request.response().headers().get(RequestIds.HEADER);
        if (TransientFailures.isTransient(failure)) {
            LOG.warnf("request %s, %s %s: %s", id, request.method(), request.path(), failure);
            return expected(ApiException.unavailable(
                    "The service cannot reach a part that it needs; please try again shortly.", RETRY_AFTER));
        }
        LOG.errorf(failure, "request %s, %s %s failed", id, request.method(), request.path());
        String message = "The server had an error while processing your request; its request id is " + id + ".";
        return response(500, ErrorBody.serverError(message, null)).build();
    }

    private static Response.ResponseBuilder response(int status, ErrorBody body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }
}
