package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An event with its CloudEvents 1.0 attributes.
 *
 * @param id unique per source; a redelivery has the same id
 * @param source the service that tells, such as {@code /burnish/training}
 * @param time when it happened
 * @param tenant extension attribute: whose event it is
 * @param sequence extension attribute: counts from 1 without gaps per source and subject
 */
public record Envelope(String id, String source, Instant time, String tenant, long sequence, Event event) {
    public Envelope {
        requireNonNull(id, "id");
        requireNonNull(source, "source");
        requireNonNull(time, "time");
        requireNonNull(tenant, "tenant");
        requireNonNull(event, "event");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence is " + sequence + ", must be at least 1");
        }
    }
}
