package dev.burnish.kit.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** OpenAI's error object; clients read all four keys, so that all are always there. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ErrorBody(Detail error) {
    /** @param type the family of the error: {@code invalid_request_error}, {@code server_error}, or what is limited, such as {@code requests} */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Detail(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    static ErrorBody invalidRequest(String message, @Nullable String param, @Nullable String code) {
        return new ErrorBody(new Detail(message, "invalid_request_error", param, code));
    }

    static ErrorBody tooManyRequests(String message) {
        return new ErrorBody(new Detail(message, "requests", null, "rate_limit_exceeded"));
    }

    static ErrorBody serverError(String message, @Nullable String code) {
        return new ErrorBody(new Detail(message, "server_error", null, code));
    }
}
