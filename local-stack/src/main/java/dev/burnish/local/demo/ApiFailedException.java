package dev.burnish.local.demo;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The API answered with an error; the message holds all that it said. */
final class ApiFailedException extends IOException {
    ApiFailedException(HttpRequest request, HttpResponse<String> response) {
        super(request.method() + " " + request.uri().getPath() + " answered " + response.statusCode() + ": "
                + response.body().strip());
    }
}
