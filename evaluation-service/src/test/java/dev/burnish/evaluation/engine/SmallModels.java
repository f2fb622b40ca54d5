package dev.burnish.evaluation.engine;

import dev.burnish.kit.testing.SmallModel;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder of base models for the service under test, which computes in FP32, so that its figures can be computed again another way. */
public class SmallModels implements QuarkusTestResourceLifecycleManager {
    static final String SMALL = "small";

    @Override
    public int order() {
        return Integer.MAX_VALUE; // after the parts, which name a folder of their own
    }

    @Override
    public Map<String, String> start() {
        try {
            Path models = Files.createDirectories(Path.of("target", "models").toAbsolutePath());
            SmallModel.write(models.resolve(SMALL));
            return Map.of(
                    "burnish.models.directory", models.toString(),
                    "burnish.evaluation.precision", "fp32",
                    "burnish.evaluation.threads", "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
