package dev.burnish.kit.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The keys that open the API. Only their digests are known: keys are random and long, so that a plain SHA-256 cannot be undone by guessing. */
@ApplicationScoped
public class ApiKeys {
    /** The role of everybody who calls with a key. */
    public static final String USER = "user";

    /** The role of keys that also manage what all tenants share, such as the base models. */
    public static final String OPERATOR = "operator";

    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,63}):([0-9a-f]{64})(?::(" + OPERATOR + "))?");

    private final List<Key> keys;

    /**
     * @param entries each {@code tenant:sha256} or {@code tenant:sha256:operator}, with the lower-case hexadecimal SHA-256 of a key; a tenant may have several, so that keys are
     *     exchanged without a gap
     */
    public ApiKeys(@ConfigProperty(name = "burnish.api-keys") Optional<List<String>> entries) {
        keys = entries.orElse(List.of()).stream().map(ApiKeys::parse).toList();
    }

    private static Key parse(String entry) {
        Matcher matcher = ENTRY.matcher(entry.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "burnish.api-keys must be a comma-separated list of tenant:sha256, where tenant is 1 to 64 letters, digits, '-' and '_', "
                            + "and sha256 is the SHA-256 of the key as 64 lower-case hexadecimal digits; the key of an operator has :operator behind it");
        }
        return new Key(
                matcher.group(1), matcher.group(2), matcher.group(3) == null ? Set.of(USER) : Set.of(USER, OPERATOR));
    }

    /** What is known of a key; the time taken does not depend on how much of a key is right. */
    Optional<Key> find(String key) {
        byte[] digest = ascii(sha256(key));
        Key found = null;
        for (Key candidate : keys) {
            if (MessageDigest.isEqual(ascii(candidate.sha256()), digest)) {
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }

    private static String sha256(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] ascii(String hexadecimal) {
        return hexadecimal.getBytes(StandardCharsets.US_ASCII);
    }

    /** @param tenant whom the key belongs to */
    record Key(String tenant, String sha256, Set<String> roles) {}
}
