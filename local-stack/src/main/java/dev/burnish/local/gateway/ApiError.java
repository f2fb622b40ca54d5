package dev.burnish.local.gateway;

import dev.burnish.local.layout.Service;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyResponse;
import java.util.UUID;

/** What the gateway says by itself, in the error object of the API. */
final class ApiError {
    private static final String JSON = "application/json";
    private static final String REQUEST_ID = "x-request-id";

    private ApiError() {}

    static JsonObject unknownPath(String method, String path) {
        return error("There is nothing at " + method + " " + path + ".", "invalid_request_error", "unknown_url");
    }

    /** @param notReached nobody listens; else the service broke off before its answer */
    static ProxyResponse answer(ProxyResponse response, Service service, boolean notReached) {
        JsonObject error = notReached
                ? error(
                        "The " + service.title() + " service is not up; try again.",
                        "server_error",
                        "service_unavailable")
                : error("The " + service.title() + " service broke off.", "server_error", "bad_gateway");
        response.setStatusCode(notReached ? 503 : 502)
                .putHeader(REQUEST_ID, newRequestId())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .setBody(Body.body(Buffer.buffer(error.encode())));
        if (notReached) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        return response;
    }

    static void send(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(REQUEST_ID, newRequestId())
                .end(body.encode());
    }

    private static JsonObject error(String message, String type, String code) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", type)
                                .putNull("param")
                                .put("code", code));
    }

    private static String newRequestId() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }
}
