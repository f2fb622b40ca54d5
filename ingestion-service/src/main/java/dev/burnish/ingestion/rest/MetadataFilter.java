package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.RefusedException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code metadata[key]=value} and {@code metadata=null} of a query. */
final class MetadataFilter {
    private static final String NAME = "metadata";
    private static final Pattern PAIR = Pattern.compile("metadata\\[(.+)]", Pattern.DOTALL);

    private MetadataFilter() {}

    /** Null without a filter, an empty map for jobs without metadata. */
    static @Nullable Map<String, String> of(MultivaluedMap<String, String> query) {
        Map<String, String> pairs = new HashMap<>();
        query.forEach((name, values) -> {
            Matcher pair = PAIR.matcher(name);
            if (pair.matches()) {
                pairs.put(storable(pair.group(1)), storable(values.getFirst()));
            }
        });
        List<String> whole = query.get(NAME);
        if (whole == null) {
            return pairs.isEmpty() ? null : pairs;
        }
        if (!whole.equals(List.of("null")) || !pairs.isEmpty()) {
            throw RefusedException.invalid(
                    "Invalid 'metadata': use metadata[key]=value, or metadata=null for jobs without metadata.",
                    NAME,
                    "invalid_value");
        }
        return pairs;
    }

    /** No stored text has a NUL, and PostgreSQL takes none as a parameter. */
    private static String storable(String text) {
        if (text.indexOf('\0') >= 0) {
            throw RefusedException.invalid(
                    "Invalid 'metadata': it must not contain NUL characters.", NAME, "invalid_value");
        }
        return text;
    }
}
