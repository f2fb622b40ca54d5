package dev.burnish.deployment.domain;

import org.jspecify.annotations.Nullable;

/** A model could not be loaded or could not answer. */
public final class ServingException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        ADAPTER_MISSING("artifact_missing", true),
        ADAPTER_CORRUPT("artifact_corrupt", true),
        ADAPTER_UNUSABLE("adapter_unusable", true),
        BASE_MODEL_MISSING("base_model_missing", true),
        BASE_MODEL_UNUSABLE("base_model_unusable", true),
        PROMPT_REFUSED("invalid_value", true),
        TOOLS_UNSUPPORTED("unsupported_parameter", true),
        NUMBERS_NOT_FINITE("numbers_not_finite", true),
        PROBE_UNANSWERED("probe_unanswered", true),
        PROVIDER_REFUSED("backend_refused", true),
        PROVIDER_REJECTED("backend_rejected", true),
        PROVIDER_UNAVAILABLE("backend_unavailable", false),
        STORAGE_UNAVAILABLE("storage_unavailable", false),
        ENGINE_FAILED("engine_failed", false),
        SHUTTING_DOWN("shutting_down", false),
        ABANDONED("abandoned", false);

        private final String code;
        private final boolean permanent;

        Reason(String code, boolean permanent) {
            this.code = code;
            this.permanent = permanent;
        }

        /** Stable, in snake_case; a failed job carries it. */
        public String code() {
            return code;
        }

        /** Trying again with the same input cannot help. */
        public boolean permanent() {
            return permanent;
        }
    }

    private final Reason reason;
    private final String message;

    public ServingException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ServingException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
