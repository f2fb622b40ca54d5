package dev.burnish.ingestion.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A models directory with two models, no formatting service, a limit for files that a test can reach, receivers of webhooks on loopback, and patience for busy machines. */
public class TestSettings implements QuarkusTestResourceLifecycleManager {
    public static final String MODEL = "burnish-tiny";

    /** More than one part of an upload to storage. */
    public static final int MAX_FILE_BYTES = 12 << 20;

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Map<String, String> start() {
        try {
            Path models = Files.createTempDirectory(Path.of("target"), "models").toAbsolutePath();
            for (String name : new String[] {MODEL, "another-base"}) {
                Files.writeString(Files.createDirectory(models.resolve(name)).resolve("config.json"), "{}");
            }
            return Map.of(
                    "burnish.models.directory",
                    models.toString(),
                    "burnish.webhooks.private-networks",
                    "true",
                    // Nobody listens there.
                    "burnish.formatting.url",
                    "http://127.0.0.1:1",
                    "burnish.files.max-bytes",
                    Integer.toString(MAX_FILE_BYTES),
                    "quarkus.http.test-timeout",
                    "120s");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
