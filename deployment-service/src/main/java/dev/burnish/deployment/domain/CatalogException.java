package dev.burnish.deployment.domain;

import org.jspecify.annotations.Nullable;

/** A base model cannot be imported or removed; the message says what is at fault and what to do. */
public final class CatalogException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Reason {
        FOLDER_UNREADABLE("invalid_directory"),
        NAME_INVALID("invalid_name"),
        FILES_INCOMPLETE("model_files_incomplete"),
        CONFIG_UNSUPPORTED("model_config_unsupported"),
        WEIGHTS_INVALID("model_weights_invalid"),
        TOKENIZER_INVALID("model_tokenizer_invalid"),
        CHAT_FORMAT_INVALID("model_chat_format_invalid"),
        NUMBERS_NOT_FINITE("numbers_not_finite"),
        FILES_CHANGED("model_files_changed"),
        NAME_TAKEN("model_exists"),
        NOT_FOUND("model_not_found"),
        IN_USE("model_in_use"),
        IMPORT_RUNNING("import_running"),
        NO_SPACE("insufficient_storage"),
        DIRECTORY_READ_ONLY("models_directory_read_only");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** Stable, in snake_case. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;
    private final String message;

    public CatalogException(Reason reason, String message) {
        this(reason, message, null);
    }

    public CatalogException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.message = message;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
