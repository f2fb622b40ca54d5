package dev.burnish.deployment.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Makes {@link ChainModel} the only base model of the service under test, and gives it an empty folder for adapters. */
public class ChainModels implements QuarkusTestResourceLifecycleManager {
    /** More than a test needs, and few enough to fill. */
    static final int QUEUE_CAPACITY = 6;

    @Override
    public int order() {
        // After RealParts, which names another models directory.
        return 1;
    }

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "chain-");
            ChainModel.write(folder.resolve("models"));
            return Map.of(
                    "burnish.models.directory", folder.resolve("models").toString(),
                    "burnish.deployment.adapters.directory",
                            folder.resolve("work").toString(),
                    "burnish.deployment.adapters-in-memory", "2",
                    "burnish.deployment.context-length", Integer.toString(ChainModel.CONTEXT_LENGTH),
                    "burnish.deployment.queue.capacity-per-tenant", Integer.toString(QUEUE_CAPACITY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
