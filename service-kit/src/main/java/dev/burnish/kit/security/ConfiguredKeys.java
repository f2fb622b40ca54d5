package dev.burnish.kit.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys of the setting {@code burnish.api-keys}, with which a new installation is opened for its first operator. */
final class ConfiguredKeys {
    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,63}):([0-9a-f]{64})(?::(" + Scopes.OPERATOR + "))?");

    private ConfiguredKeys() {}

    /**
     * @param entries each {@code tenant:sha256} or {@code tenant:sha256:operator}, with the lower-case hexadecimal SHA-256 of a key; a tenant may have several, so that keys are
     *     exchanged without a gap
     * @return by digest
     */
    static Map<String, ApiKey> parse(Collection<String> entries) {
        return entries.stream()
                .map(ConfiguredKeys::parse)
                .collect(Collectors.toMap(ApiKey::sha256, Function.identity(), ConfiguredKeys::both));
    }

    private static ApiKey parse(String entry) {
        Matcher matcher = ENTRY.matcher(entry.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "burnish.api-keys must be a comma-separated list of tenant:sha256, where tenant is 1 to 64 letters, digits, '-' and '_', "
                            + "and sha256 is the SHA-256 of the key as 64 lower-case hexadecimal digits; the key of an operator has :operator behind it");
        }
        List<String> scopes = matcher.group(3) == null ? Scopes.OF_TENANT : Scopes.ALL;
        return new ApiKey(matcher.group(2), matcher.group(1), matcher.group(2), Set.copyOf(scopes), null, false);
    }

    private static ApiKey both(ApiKey one, ApiKey other) {
        if (!one.tenant().equals(other.tenant())) {
            throw new IllegalArgumentException("burnish.api-keys gives one key to the tenants "
                    + new TreeSet<>(List.of(one.tenant(), other.tenant())) + "; each needs a key of its own");
        }
        return one.scopes().contains(Scopes.OPERATOR) ? one : other;
    }
}
