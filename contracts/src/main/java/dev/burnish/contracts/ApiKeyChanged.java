package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key was made or revoked. The event says all that is to be known of the key now, so that the newest one about a key is enough; the topic is compacted.
 *
 * @param keyId such as {@code key_…}; names the key, and does not open anything
 * @param tenant whom the key belongs to
 * @param sha256 the SHA-256 of the key, 64 lower-case hexadecimal digits; the key is random and long, so that it cannot be guessed from that
 * @param scopes what the key may do; one that a service does not know allows nothing there
 * @param expiresAt Unix time in seconds from which on the key opens nothing; null for never
 */
public record ApiKeyChanged(
        String keyId,
        String tenant,
        String sha256,
        List<String> scopes,
        @Nullable Long expiresAt,
        boolean revoked) implements Event {
    public ApiKeyChanged {
        requireNonNull(keyId, "keyId");
        requireNonNull(tenant, "tenant");
        requireNonNull(sha256, "sha256");
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 must be 64 lower-case hexadecimal digits");
        }
        scopes = List.copyOf(scopes);
    }

    @Override
    public String subject() {
        return keyId;
    }
}
