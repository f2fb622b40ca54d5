package dev.burnish.training.domain;

import dev.burnish.contracts.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run cannot succeed, however often it is tried. */
public final class RunFailedException extends Exception {

    /** The name in lower case is the failure's stable code. */
    public enum Reason {
        ARTIFACT_CORRUPT(null),
        ARTIFACT_MISSING(null),
        BACKEND_FAILED(null),
        BACKEND_REFUSED(null),
        BACKEND_REJECTED("training_file"),
        DIVERGED("hyperparameters.learning_rate_multiplier"),
        INSUFFICIENT_MEMORY("burnish.lora"),
        INVALID_DATASET("training_file"),
        INVALID_HYPERPARAMETERS("hyperparameters"),
        MODEL_MISSING("model"),
        MODEL_UNREADABLE("model"),
        OUT_OF_MEMORY(null);

        private final @Nullable String param;

        Reason(@Nullable String param) {
            this.param = param;
        }
    }

    private final Reason reason;
    private final String message;

    /** @param message what is wrong and what helps, in the user's words */
    public RunFailedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.message = message;
    }

    public Failure failure() {
        return new Failure(reason.name().toLowerCase(Locale.ROOT), message, reason.param);
    }
}
