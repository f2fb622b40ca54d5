package dev.burnish.kit.errors;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, in the words that its author sees: they name the field, the limit and the fix. */
public final class ApiException extends RuntimeException {
    private final int status;
    private final ErrorBody body;
    private final Map<String, String> headers;

    private ApiException(int status, ErrorBody body, Map<String, String> headers) {
        super(body.error().message());
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    public static ApiException badRequest(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(400, ErrorBody.invalidRequest(message, param, code), Map.of());
    }

    /** Also for what exists and belongs to somebody else. */
    public static ApiException notFound(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(404, ErrorBody.invalidRequest(message, param, code), Map.of());
    }

    /** A conflict that trying again does not solve; OpenAI's clients would try again if the header did not tell them. */
    public static ApiException conflict(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(409, ErrorBody.invalidRequest(message, param, code), Map.of("x-should-retry", "false"));
    }

    public static ApiException tooLarge(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(413, ErrorBody.invalidRequest(message, param, code), Map.of());
    }

    /** A well-formed request that contradicts itself or an earlier one. */
    public static ApiException unprocessable(String message, @Nullable String param, @Nullable String code) {
        return new ApiException(422, ErrorBody.invalidRequest(message, param, code), Map.of());
    }

    /** @param retryAfter rounded up to whole seconds */
    public static ApiException tooManyRequests(String message, Duration retryAfter) {
        return new ApiException(429, ErrorBody.tooManyRequests(message), after(retryAfter));
    }

    /** @param retryAfter rounded up to whole seconds */
    public static ApiException unavailable(String message, Duration retryAfter) {
        return new ApiException(503, ErrorBody.serverError(message, "service_unavailable"), after(retryAfter));
    }

    private static Map<String, String> after(Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return Map.of("Retry-After", Long.toString(seconds));
    }

    public int status() {
        return status;
    }

    public ErrorBody body() {
        return body;
    }

    /** Headers that the answer carries besides the body. */
    public Map<String, String> headers() {
        return headers;
    }
}
