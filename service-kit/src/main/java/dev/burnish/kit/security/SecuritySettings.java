package dev.burnish.kit.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.List;
import java.util.Optional;

/** Who may call. */
@ConfigMapping(prefix = "burnish")
public interface SecuritySettings {
    /** Each {@code tenant:sha256}, the lower-case hexadecimal SHA-256 of a key; a tenant may have several, so that keys can be exchanged without a gap. */
    @WithName("api-keys")
    Optional<List<String>> apiKeys();
}
