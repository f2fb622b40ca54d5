package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

/** One message of a conversation. */
public record Turn(Role role, String content) {
    public Turn {
        requireNonNull(role, "role");
        requireNonNull(content, "content");
    }

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }
}
