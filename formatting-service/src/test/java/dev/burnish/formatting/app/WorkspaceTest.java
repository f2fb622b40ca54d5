package dev.burnish.formatting.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    @Test
    void isGoneWithItsFilesWhenItIsClosed() throws Exception {
        Path file;
        try (Workspace workspace = Workspace.create()) {
            file = workspace.file("a");
            Files.writeString(file, "a");
        }

        assertThat(file).doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }
}
