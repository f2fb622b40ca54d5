package dev.burnish.ingestion.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API keys that operators have made, of all tenants. */
public interface IssuedKeys {
    void add(IssuedKey key);

    Optional<IssuedKey> get(String id);

    /** The key, which nobody else changes before the transaction has ended. */
    Optional<IssuedKey> lock(String id);

    /** Keeps when the key was revoked. */
    void replace(IssuedKey key);

    /**
     * Newest first.
     *
     * @param tenant whose keys; null for everybody's
     */
    Page<IssuedKey> page(@Nullable String tenant, PageRequest request);
}
