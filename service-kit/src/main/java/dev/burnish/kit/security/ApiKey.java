package dev.burnish.kit.security;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key.
 *
 * @param id names the key; of one from the settings, its digest
 * @param tenant whom the key belongs to
 * @param sha256 of the key, in lower-case hexadecimal
 * @param expiresAt from when on it opens nothing; null for never
 */
record ApiKey(
        String id,
        String tenant,
        String sha256,
        Set<String> scopes,
        @Nullable Instant expiresAt,
        boolean revoked) {
    ApiKey {
        scopes = Set.copyOf(scopes);
    }

    boolean opensAt(Instant now) {
        return !revoked && (expiresAt == null || now.isBefore(expiresAt));
    }
}
