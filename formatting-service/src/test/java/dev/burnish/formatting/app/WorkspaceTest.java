package dev.burnish.formatting.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path parent;

    @Test
    void isGoneWithItsFilesWhenItIsClosed() throws Exception {
        try (Workspace workspace = Workspace.create(parent)) {
            Files.writeString(workspace.file("a"), "a");
            assertThat(parent).isDirectoryRecursivelyContaining("glob:**/a");
        }

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void deletesWhatKilledProcessesLeftButNotWhatALivingOneUses() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        leave(gone.pid());
        leave(ProcessHandle.current().pid());
        long alive = ProcessHandle.current().parent().orElseThrow().pid();
        leave(alive);
        Files.createDirectory(parent.resolve("burnish-formatting-notes"));

        Workspace.create(parent).close();

        assertThat(parent.toFile().list()).containsExactlyInAnyOrder(name(alive), "burnish-formatting-notes");
    }

    private void leave(long pid) throws Exception {
        Files.writeString(Files.createDirectory(parent.resolve(name(pid))).resolve("a"), "a");
    }

    private static String name(long pid) {
        return "burnish-formatting-" + pid + "-123";
    }
}
