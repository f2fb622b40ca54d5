package dev.burnish.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (draft 2020-12) of every kind of event, envelope and data, for subscribers that have no Java. */
public final class Schemas {
    private Schemas() {}

    /** The schema of an event's current version, which events of before fulfil too. */
    public static String json(EventType type) {
        String name = "schemas/" + type.type().substring("dev.burnish.".length()) + ".schema.json";
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no schema " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
