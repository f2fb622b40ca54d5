package dev.burnish.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModelsTest {
    @TempDir
    private Path root = Path.of("");

    private Path shipped = Path.of("");
    private Path models = Path.of("");

    @BeforeEach
    void ship() throws IOException {
        shipped = root.resolve("shipped");
        models = root.resolve("state/models");
        write(shipped.resolve("tiny/config.json"), "{}");
        write(shipped.resolve("tiny/weights"), "numbers");
        ShippedModels.copy(shipped, models);
    }

    @Test
    void copiesWhatIsMissing() throws IOException {
        assertThat(models.resolve("tiny/weights")).hasContent("numbers");
        assertNothingHidden();
    }

    @Test
    void leavesWhatIsTheSameUntouched() throws IOException {
        FileTime past = FileTime.from(Instant.parse("2026-11-24T08:00:00Z"));
        Files.setLastModifiedTime(models.resolve("tiny/config.json"), past);

        ShippedModels.copy(shipped, models);

        assertThat(Files.getLastModifiedTime(models.resolve("tiny/config.json")))
                .isEqualTo(past);
    }

    @Test
    void replacesWhatHasChanged() throws IOException {
        write(shipped.resolve("tiny/weights"), "nombers");
        write(models.resolve("tiny/left-over"), "");

        ShippedModels.copy(shipped, models);

        assertThat(models.resolve("tiny/weights")).hasContent("nombers");
        assertThat(models.resolve("tiny/left-over")).doesNotExist();
        assertNothingHidden();
    }

    @Test
    void keepsWhatAnOperatorHasImported() throws IOException {
        write(models.resolve("tiny/weights"), "an operator's");
        write(models.resolve("tiny/burnish.json"), "{}");
        write(models.resolve("other/config.json"), "{}");

        ShippedModels.copy(shipped, models);

        assertThat(models.resolve("tiny/weights")).hasContent("an operator's");
        assertThat(models.resolve("other/config.json")).exists();
    }

    private void assertNothingHidden() throws IOException {
        try (Stream<Path> folders = Files.list(models)) {
            assertThat(folders).containsExactly(models.resolve("tiny"));
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
    }
}
