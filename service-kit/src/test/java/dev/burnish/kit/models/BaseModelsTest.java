package dev.burnish.kit.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseModelsTest {
    @TempDir
    Path root;

    @BeforeEach
    void write() throws Exception {
        for (String name : new String[] {"models/b-1.5", "models/a", "models/-dash", "outside"}) {
            Files.writeString(Files.createDirectories(root.resolve(name)).resolve("config.json"), "{}");
        }
        Files.createDirectories(root.resolve("models/half"));
        Files.writeString(root.resolve("models/file"), "");
    }

    @Test
    void listsTheFoldersThatHoldAModel() {
        BaseModels models = new BaseModels(root.resolve("models"));

        assertThat(models.names()).containsExactly("a", "b-1.5");
        assertThat(models.find("a")).contains(root.resolve("models/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../outside",
                "a/../../outside",
                "/etc",
                "a/",
                "-dash",
                "a\0",
                "half",
                "file",
                "A b"
            })
    void findsNothingUnderWhatIsNoName(String name) {
        assertThat(new BaseModels(root.resolve("models")).find(name)).isEmpty();
    }

    @Test
    void tellsAModelFromItsSuccessor() throws Exception {
        Path model = root.resolve("models/a");
        Instant past = Instant.parse("2026-11-24T08:00:00Z");
        Files.setLastModifiedTime(model.resolve("config.json"), FileTime.from(past));
        assertThat(BaseModels.installed(model)).isEqualTo(past);

        Files.delete(model.resolve("config.json"));
        Files.writeString(model.resolve("config.json"), "{}");

        assertThat(BaseModels.installed(model)).isNotEqualTo(past);
    }

    @Test
    void hasNoModelsWithoutAFolder() {
        assertThat(new BaseModels(root.resolve("nowhere")).names()).isEmpty();
    }
}
