package dev.burnish.kit.security;

import dev.burnish.kit.errors.ApiException;
import java.time.Duration;
import java.util.Map;

/**
 * What a request got of the tighter of its limits.
 *
 * @param whose the limit is, in words for the caller
 * @param limit requests a minute
 * @param remaining requests that would be answered now
 * @param reset until all of the limit is there again, if nothing more is asked
 * @param pause until one more request would be answered; zero if that is now
 */
record Allowance(String whose, boolean granted, long limit, long remaining, Duration reset, Duration pause) {
    /** OpenAI's headers. */
    Map<String, String> headers() {
        return Map.of(
                "x-ratelimit-limit-requests", Long.toString(limit),
                "x-ratelimit-remaining-requests", Long.toString(remaining),
                "x-ratelimit-reset-requests", text(reset));
    }

    /** What a request is told that is not answered. */
    ApiException refusal() {
        return ApiException.tooManyRequests(
                "Rate limit reached for " + whose + " on requests per min (RPM): Limit " + limit
                        + ". Please try again in " + text(pause) + ".",
                pause);
    }

    /** As OpenAI writes a time: {@code 120ms}, {@code 8s}, {@code 1m30s}; rounded up to milliseconds, and from a second on to seconds. */
    static String text(Duration time) {
        long millis = time.plusNanos(999_999).toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        long seconds = (millis + 999) / 1000;
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
