package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A request that is not carried out, and why, in words for the one who sent it. Nothing of it has had an effect. */
public final class RefusedException extends RuntimeException {
    /** What kind of fault it is. */
    public enum Kind {
        INVALID,
        NOT_FOUND,
        TOO_LARGE,
        /** An idempotency key came again with another request. */
        KEY_REUSED,
        /** Not the request's fault; the same one may succeed later. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final @Nullable String param;
    private final @Nullable String code;

    public RefusedException(Kind kind, String message, @Nullable String param, @Nullable String code) {
        super(requireNonNull(message, "message"));
        this.kind = requireNonNull(kind, "kind");
        this.param = param;
        this.code = code;
    }

    public static RefusedException invalid(String message, @Nullable String param, @Nullable String code) {
        return new RefusedException(Kind.INVALID, message, param, code);
    }

    public static RefusedException noSuchFile(String id, String param) {
        return new RefusedException(Kind.NOT_FOUND, "No such File object: " + id, param, "file_not_found");
    }

    public static RefusedException noSuchJob(String id) {
        return new RefusedException(
                Kind.NOT_FOUND, "Could not find fine tune: " + id, "fine_tuning_job_id", "fine_tune_not_found");
    }

    public static RefusedException noSuchKey(String id) {
        return new RefusedException(Kind.NOT_FOUND, "No such API key: " + id, "id", "api_key_not_found");
    }

    public Kind kind() {
        return kind;
    }

    /** The parameter at fault; null if it is none in particular. */
    public @Nullable String param() {
        return param;
    }

    /** Stable, in snake_case. */
    public @Nullable String code() {
        return code;
    }
}
