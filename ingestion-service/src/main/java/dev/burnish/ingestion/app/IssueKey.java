package dev.burnish.ingestion.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.burnish.ingestion.domain.Announcements;
import dev.burnish.ingestion.domain.IssuedKey;
import dev.burnish.ingestion.domain.IssuedKeys;
import dev.burnish.kit.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes an API key, of which only the digest is kept, and tells all services of it. */
@ApplicationScoped
public class IssueKey {
    private static final Logger LOG = Logger.getLogger(IssueKey.class);

    private static final String PREFIX = "sk-burnish-";
    private static final int RANDOM_BYTES = 32;

    private final IssuedKeys keys;
    private final Announcements announcements;
    private final SecureRandom random = new SecureRandom();

    IssueKey(IssuedKeys keys, Announcements announcements) {
        this.keys = keys;
        this.announcements = announcements;
    }

    /**
     * A new key.
     *
     * @param value the key itself, of 256 random bits; it is nowhere else
     */
    public record Issued(IssuedKey key, String value) {
        /** Without the key, so that no log has it. */
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /**
     * @param scopes known ones, at least one
     * @param expiresAt null for never
     */
    @Transactional
    public Issued issue(String tenant, String name, List<String> scopes, @Nullable Instant expiresAt) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String value = PREFIX + HexFormat.of().formatHex(bytes);
        IssuedKey key = new IssuedKey(
                Ids.create("key_"),
                tenant,
                name,
                scopes,
                sha256(value),
                value.substring(value.length() - 4),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                expiresAt,
                null);
        keys.add(key);
        announcements.keyChanged(key);
        LOG.infof("API key %s of tenant %s was made, with the scopes %s", key.id(), tenant, scopes);
        return new Issued(key, value);
    }

    private static String sha256(String value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
