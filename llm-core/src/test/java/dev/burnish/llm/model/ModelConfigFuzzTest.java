package dev.burnish.llm.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.burnish.llm.AnyFile;
import dev.burnish.llm.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code JAZZER_FUZZ=1} in the environment, searches for configurations that do harm; else tries stored and seeded ones. */
class ModelConfigFuzzTest {

    @TempDir
    private Path directory;

    @FuzzTest(maxDuration = "1m")
    void readsAnyConfiguration(byte[] bytes) {
        config().read(bytes);
    }

    @Test
    void readsChangedConfigurations() throws IOException {
        List<byte[]> valid = new ArrayList<>();
        for (GoldenModel golden : GoldenModel.all()) {
            valid.add(Files.readAllBytes(golden.directory().resolve("config.json")));
        }
        config().readChanged(valid, 4_000, 3);
    }

    private AnyFile config() {
        return new AnyFile(directory.resolve("config.json"), file -> ModelConfig.read(directory));
    }
}
