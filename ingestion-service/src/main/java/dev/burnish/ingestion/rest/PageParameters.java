package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters {@code after} and {@code limit}. */
final class PageParameters {
    private PageParameters() {}

    /**
     * @param idForm what an id of the list looks like
     * @param defaultLimit of a request without one
     * @param maxLimit the highest that may be asked for
     */
    static PageRequest read(
            @Nullable String after, @Nullable String limit, Pattern idForm, int defaultLimit, int maxLimit) {
        if (after != null && !idForm.matcher(after).matches()) {
            throw RefusedException.invalid(
                    "Invalid 'after': it must be the id of the last item seen.", "after", "invalid_value");
        }
        return new PageRequest(after, limit == null ? defaultLimit : limit(limit, maxLimit));
    }

    private static int limit(String limit, int max) {
        try {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered like a number out of range
        }
        throw RefusedException.invalid(
                "Invalid 'limit': it must be a whole number from 1 to " + max + ".", "limit", "invalid_value");
    }
}
