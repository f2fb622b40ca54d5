package dev.burnish.llm.lora;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.burnish.llm.AnyFile;
import dev.burnish.llm.GoldenModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code JAZZER_FUZZ=1} in the environment, searches for configurations that do harm; else tries stored and seeded ones. */
class PeftConfigFuzzTest {

    @TempDir
    private Path directory;

    @FuzzTest(maxDuration = "1m")
    void readsAnyConfiguration(byte[] bytes) {
        config().read(bytes);
    }

    @Test
    void readsChangedConfigurations() throws IOException {
        byte[] valid = Files.readAllBytes(GoldenModel.GROUPED.adapter().resolve("adapter_config.json"));
        config().readChanged(List.of(valid), 4_000, 4);
    }

    private AnyFile config() {
        return new AnyFile(directory.resolve("adapter_config.json"), file -> PeftConfig.read(directory));
    }
}
