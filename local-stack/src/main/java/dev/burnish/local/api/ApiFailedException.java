package dev.burnish.local.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The API answered with an error; the message holds all that it said. */
public final class ApiFailedException extends IOException {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String body;

    ApiFailedException(HttpRequest request, HttpResponse<String> response) {
        super(request.method() + " " + request.uri().getPath() + " answered " + response.statusCode() + ": "
                + response.body().strip());
        status = response.statusCode();
        body = response.body().strip();
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What the API said is wrong, for somebody who knows what was asked of it. */
    public String problem() {
        try {
            return JSON.readTree(body).path("error").path("message").asText(body);
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
