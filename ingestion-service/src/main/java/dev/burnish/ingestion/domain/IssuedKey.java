package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as its maker may see it again: everything but the key.
 *
 * @param tenant whom it belongs to
 * @param name what its maker calls it
 * @param scopes what it may do, at least one
 * @param sha256 of the key, in lower-case hexadecimal
 * @param lastFour the key's last characters, by which people tell keys apart
 * @param expiresAt from when on it opens nothing; null for never
 * @param revokedAt since when it opens nothing; null if it was not revoked
 */
public record IssuedKey(
        String id,
        String tenant,
        String name,
        List<String> scopes,
        String sha256,
        String lastFour,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {
    public IssuedKey {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        scopes = List.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a key needs a scope");
        }
    }

    /** The same key, which opens nothing any more; if it was revoked before, as it was. */
    public IssuedKey revoked(Instant at) {
        return revokedAt == null
                ? new IssuedKey(id, tenant, name, scopes, sha256, lastFour, createdAt, expiresAt, at)
                : this;
    }
}
