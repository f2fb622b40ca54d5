package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Why something did not happen, in the words that the user sees.
 *
 * @param code stable, in snake_case, such as {@code invalid_training_file}
 * @param message names the line, the field or the limit, and the fix
 * @param param the request field at fault, or null
 */
public record Failure(String code, String message, @Nullable String param) {
    public Failure {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }
}
