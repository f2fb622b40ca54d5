package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.errors.ErrorBody;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Puts what can go wrong with an import or a removal into OpenAI's words. */
public class CatalogFailures {
    private static final int INSUFFICIENT_STORAGE = 507;

    @ServerExceptionMapper
    public Response refused(CatalogException failure) {
        String message = failure.getMessage();
        String code = failure.reason().code();
        return switch (failure.reason()) {
            case FOLDER_UNREADABLE,
                    FILES_INCOMPLETE,
                    CONFIG_UNSUPPORTED,
                    WEIGHTS_INVALID,
                    TOKENIZER_INVALID,
                    CHAT_FORMAT_INVALID,
                    NUMBERS_NOT_FINITE,
                    FILES_CHANGED -> response(ApiException.badRequest(message, "directory", code));
            case NAME_INVALID -> response(ApiException.badRequest(message, "name", code));
            case NAME_TAKEN, IN_USE -> response(ApiException.conflict(message, "name", code));
            case IMPORT_RUNNING, DIRECTORY_READ_ONLY -> response(ApiException.conflict(message, null, code));
            case NOT_FOUND -> response(ApiException.notFound(message, "name", code));
            case NO_SPACE ->
                response(
                        INSUFFICIENT_STORAGE, new ErrorBody(new ErrorBody.Detail(message, "server_error", null, code)));
        };
    }

    private static Response response(ApiException answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }

    private static Response response(int status, ErrorBody body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }
}
