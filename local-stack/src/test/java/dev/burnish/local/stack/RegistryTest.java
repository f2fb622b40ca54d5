package dev.burnish.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.Component;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.ProcessId;
import dev.burnish.local.process.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    private Path folder = Path.of("");

    private StateDirectory state = new StateDirectory(Path.of(""));

    @BeforeEach
    void nameTheState() {
        state = new StateDirectory(folder);
    }

    @Test
    void writesDownWhatRunsForOthersToFind() throws IOException, InterruptedException {
        try (Registry registry = claim()) {
            ManagedProcess process = sleeper("training", registry);
            registry.announce("http://127.0.0.1:8080", "sk-burnish-1");
            process.start();
            registry.allReady();

            RunningStack running = RunningStack.read(state).orElseThrow();

            assertThat(running.supervisor().pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(running.gateway()).isEqualTo("http://127.0.0.1:8080");
            assertThat(running.apiKey()).isEqualTo("sk-burnish-1");
            assertThat(running.ready()).isTrue();
            RunningStack.Member member = running.members().getFirst();
            assertThat(member.name()).isEqualTo("training");
            assertThat(member.port()).isEqualTo(8083);
            assertThat(member.health()).isEqualTo("http://127.0.0.1:9083/");
            assertThat(member.process().running().map(ProcessHandle::pid))
                    .isEqualTo(process.handle().map(ProcessHandle::pid));
            process.end(GRACE);
        }
        assertThat(RunningStack.read(state)).isEmpty();
    }

    @Test
    void keepsTheKeyFromOthers() throws IOException, InterruptedException {
        try (Registry registry = claim()) {
            registry.announce("http://127.0.0.1:8080", "sk-burnish-1");

            assertThat(Files.getPosixFilePermissions(state.run("state.json")))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        }
    }

    @Test
    void admitsOneSupervisorAtATime() throws IOException, InterruptedException {
        try (Registry first = claim()) {
            first.announce("http://127.0.0.1:8080", "sk-burnish-1");

            assertThatThrownBy(this::claim)
                    .isInstanceOf(AlreadyRunningException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        claim().close();
    }

    @Test
    void stopsWhatADeadSupervisorHasLeftRunning() throws IOException, InterruptedException {
        Process left = new ProcessBuilder("sleep", "600").start();
        ProcessId dead = new ProcessId(left.pid(), 1);
        new RunningStack(
                        dead,
                        "",
                        "",
                        true,
                        List.of(new RunningStack.Member("training", 8083, "", ProcessId.of(left.toHandle()), "")))
                .write(state);

        claim().close();

        assertThat(left.waitFor()).isEqualTo(143);
        assertThat(RunningStack.read(state)).isEmpty();
    }

    private Registry claim() throws IOException, InterruptedException {
        return Registry.claim(state, ManagedProcess.Events.NONE);
    }

    private ManagedProcess sleeper(String name, Registry registry) {
        return new ManagedProcess(
                new Component(
                        name,
                        8083,
                        Optional.of(URI.create("http://127.0.0.1:9083/")),
                        state.log(name),
                        () -> new Program(List.of("sleep", "600"), Map.of(), "TERM"),
                        () -> true,
                        GRACE),
                registry);
    }
}
