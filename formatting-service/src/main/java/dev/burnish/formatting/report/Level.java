package dev.burnish.formatting.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is. */
public enum Level {
    /** The files cannot be trained on. */
    ERROR,
    /** The model will learn something that nobody wants, or less than it could. */
    WARNING,
    /** Worth knowing. */
    NOTE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
