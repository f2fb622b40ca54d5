package dev.burnish.formatting.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What should not be in training data. */
public enum SensitiveKind {
    PRIVATE_KEY(true),
    API_KEY(true),
    PASSWORD(true),
    EMAIL_ADDRESS(false),
    PAYMENT_CARD(false),
    IBAN(false),
    PHONE_NUMBER(false);

    private final boolean secret;

    SensitiveKind(boolean secret) {
        this.secret = secret;
    }

    /** Whether it gives access to something; else it is about a person. */
    boolean isSecret() {
        return secret;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As in a sentence, such as {@code email address}. */
    public String words() {
        return code().replace('_', ' ').replace("api", "API").replace("iban", "IBAN");
    }
}
