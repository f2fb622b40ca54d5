package dev.burnish.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One example record of every kind of event, as it stands in a topic; tests of producers and consumers and authors of subscribers read the same ones. */
public final class Samples {
    private Samples() {}

    /** The sample of an event's current version, CloudEvents JSON. */
    public static String json(EventType type) {
        String name = "samples/" + type.type().substring("dev.burnish.".length()) + ".json";
        try (InputStream in = Samples.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no sample " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
