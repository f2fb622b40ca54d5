package dev.burnish.deployment.service;

import static java.util.Map.entry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes {@link ChainModel} the only base model of the service under test, and gives it an empty folder for adapters. The argument {@code weights} says how base weights
 * are kept; in fp32 unless given, so that sums are the same in a batch as alone, whatever the processor.
 */
public class ChainModels implements QuarkusTestResourceLifecycleManager {
    /** More than a test needs, and few enough to fill. */
    static final int QUEUE_CAPACITY = 6;

    static final int BATCH_SIZE = 4;

    private String weights = "fp32";

    @Override
    public void init(Map<String, String> arguments) {
        weights = arguments.getOrDefault("weights", weights);
    }

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
            return Map.ofEntries(
                    entry("burnish.models.directory", folder.resolve("models").toString()),
                    entry(
                            "burnish.deployment.adapters.directory",
                            folder.resolve("work").toString()),
                    entry("burnish.serving.adapters-in-memory", "2"),
                    entry("burnish.serving.batch-size", Integer.toString(BATCH_SIZE)),
                    entry("burnish.serving.weights", weights),
                    entry("burnish.serving.context-length", Integer.toString(ChainModel.CONTEXT_LENGTH)),
                    entry("burnish.deployment.queue.capacity-per-tenant", Integer.toString(QUEUE_CAPACITY)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
