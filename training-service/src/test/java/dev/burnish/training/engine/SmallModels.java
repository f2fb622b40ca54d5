package dev.burnish.training.engine;

import dev.burnish.kit.testing.SmallModel;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A folder of base models for the service under test: {@code small}; {@code broken}, whose weights are cut off; {@code huge}, which says so. */
public class SmallModels implements QuarkusTestResourceLifecycleManager {
    public static final String SMALL = "small";
    static final String BROKEN = "broken";
    static final String HUGE = "huge";

    @Override
    public int order() {
        return Integer.MAX_VALUE; // after the parts, which name a folder of their own
    }

    @Override
    public Map<String, String> start() {
        try {
            Path models = Files.createDirectories(Path.of("target", "models").toAbsolutePath());
            SmallModel.write(models.resolve(SMALL));
            SmallModel.write(models.resolve(BROKEN));
            Path weights = models.resolve(BROKEN).resolve("model.safetensors");
            byte[] whole = Files.readAllBytes(weights);
            Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
            SmallModel.write(models.resolve(HUGE));
            Path config = models.resolve(HUGE).resolve("config.json");
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replaceAll("\"num_hidden_layers\": \\d+", "\"num_hidden_layers\": 200")
                            .replaceAll("\"hidden_size\": \\d+", "\"hidden_size\": 16384"));
            return Map.of(
                    "burnish.models.directory",
                    models.toString(),
                    "burnish.training.threads",
                    "1",
                    "burnish.training.memory",
                    "2G");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
