package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A line of a job's history.
 *
 * @param at when it happened
 * @param data figures by name; empty if there are none
 */
public record JobMessage(Instant at, Level level, Type type, String text, Map<String, Number> data) {
    /** How bad it is. */
    public enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** Words alone, or the figures of a step. */
    public enum Type {
        MESSAGE,
        METRICS
    }

    public JobMessage {
        requireNonNull(at, "at");
        requireNonNull(level, "level");
        requireNonNull(type, "type");
        requireNonNull(text, "text");
        requireNonNull(data, "data");
    }

    public static JobMessage info(Instant at, String text) {
        return new JobMessage(at, Level.INFO, Type.MESSAGE, text, Map.of());
    }

    public static JobMessage warn(Instant at, String text) {
        return new JobMessage(at, Level.WARN, Type.MESSAGE, text, Map.of());
    }

    public static JobMessage error(Instant at, String text) {
        return new JobMessage(at, Level.ERROR, Type.MESSAGE, text, Map.of());
    }
}
