package dev.burnish.local.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path folder = Path.of("");

    private StateDirectory state = new StateDirectory(Path.of(""));

    @BeforeEach
    void nameTheState() {
        state = new StateDirectory(folder.resolve("state"));
    }

    @Test
    void keepsTheApiKeyAcrossRestarts() throws IOException {
        String key = Secrets.apiKey(state);

        assertThat(key).matches("sk-burnish-[0-9a-f]{64}");
        assertThat(Secrets.apiKey(state)).isEqualTo(key);
        assertThat(Secrets.apiKey(new StateDirectory(folder.resolve("other")))).isNotEqualTo(key);
    }

    @Test
    void keepsThePasswordsAcrossRestarts() throws IOException {
        assertThat(Secrets.of(state)).isEqualTo(Secrets.of(state));
    }

    @Test
    void keepsThemFromOthers() throws IOException {
        Secrets.apiKey(state);
        Secrets.of(state);

        assertThat(Files.getPosixFilePermissions(state.apiKey()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(Files.getPosixFilePermissions(state.secrets()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
}
