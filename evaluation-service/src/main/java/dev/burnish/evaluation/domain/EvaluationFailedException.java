package dev.burnish.evaluation.domain;

import dev.burnish.contracts.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An evaluation cannot succeed, however often it is tried. */
public final class EvaluationFailedException extends Exception {

    /** The name in lower case is the failure's stable code. */
    public enum Reason {
        ADAPTER_UNREADABLE,
        ARTIFACT_CORRUPT,
        ARTIFACT_MISSING,
        BACKEND_REFUSED,
        BACKEND_REJECTED,
        INVALID_DATASET,
        MODEL_MISSING,
        MODEL_UNREADABLE,
        OUT_OF_MEMORY
    }

    private final Reason reason;
    private final String message;

    /** @param message what is wrong and what helps, in the user's words */
    public EvaluationFailedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.message = message;
    }

    public Failure failure() {
        return new Failure(reason.name().toLowerCase(Locale.ROOT), message, null);
    }
}
