package dev.burnish.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ManagedProcessTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    private Path folder = Path.of("");

    private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
    private @Nullable ManagedProcess process;
    private int meantExitCode = -1;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.end(GRACE);
        }
    }

    @Test
    void isReadyOnceItsCheckSaysSo() throws IOException, InterruptedException {
        ManagedProcess server = manage("touch ready; exec sleep 600");

        server.start();
        server.awaitReady();

        assertThat(server.isReady()).isTrue();
        assertThat(next()).isEqualTo("started");
        assertThat(next()).isEqualTo("ready");
    }

    @Test
    void saysWhyAStartFailed() throws IOException {
        ManagedProcess server = manage("echo no space left; exit 3");
        server.start();

        assertThatThrownBy(server::awaitReady)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("server ended before it was ready")
                .hasMessageContaining("no space left");
    }

    @Test
    void givesUpOnAStartThatTakesTooLong() throws IOException {
        ManagedProcess server = manage("exec sleep 600");
        server.start();

        assertThatThrownBy(server::awaitReady)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("was not ready after 3 s");
    }

    @Test
    void startsAgainWhatWasKilled() throws IOException, InterruptedException {
        ManagedProcess server = manage("touch ready; exec sleep 600");
        server.start();
        server.awaitReady();
        long first = pid(server);
        assertThat(next()).isEqualTo("started");
        assertThat(next()).isEqualTo("ready");

        server.kill();

        assertThat(next()).isEqualTo("died 137");
        assertThat(next()).isEqualTo("started");
        assertThat(next()).isEqualTo("ready");
        assertThat(pid(server)).isNotEqualTo(first);
    }

    @Test
    void staysDownAfterAStop() throws IOException, InterruptedException {
        ManagedProcess server = manage("touch ready; exec sleep 600");
        server.start();
        server.awaitReady();
        assertThat(next()).isEqualTo("started");
        assertThat(next()).isEqualTo("ready");

        server.stop(GRACE);

        assertThat(server.handle()).isEmpty();
        assertThat(happened.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void endsWhatDoesNotReactToTheRequestToEnd() throws IOException, InterruptedException {
        ManagedProcess server = manage("trap '' TERM; touch ready; while true; do sleep 1; done");
        server.start();
        server.awaitReady();

        server.stop(Duration.ofMillis(300));

        assertThat(server.handle()).isEmpty();
    }

    @Test
    void cannotBeStartedOnceItHasEndedForGood() throws IOException, InterruptedException {
        ManagedProcess server = manage("touch ready; exec sleep 600");
        server.end(GRACE);

        assertThatThrownBy(server::start).isInstanceOf(IOException.class);
    }

    @Test
    void givesUpOnWhatKeepsDying() throws IOException, InterruptedException {
        ManagedProcess server = manage("touch ready; sleep 0.3; exit 4");
        server.start();
        server.awaitReady();

        String last = next();
        while (!last.startsWith("gave up")) {
            last = next();
        }

        assertThat(last).isEqualTo("gave up keeps ending, now with exit code 4");
        assertThat(server.handle()).isEmpty();
    }

    @Test
    void doesNotCountDeathsThatAreMeant() throws IOException, InterruptedException {
        meantExitCode = 4;
        ManagedProcess server = manage("touch ready; sleep 0.3; exit 4");
        server.start();
        server.awaitReady();

        for (int death = 0; death <= ManagedProcess.MOST_QUICK_DEATHS; death++) {
            String event = next();
            while (!event.equals("died 4")) {
                assertThat(event).isIn("started", "ready");
                event = next();
            }
        }
    }

    private ManagedProcess manage(String script) {
        Path ready = folder.resolve("ready");
        Program program = new Program(List.of("/bin/sh", "-c", "cd " + folder + "; " + script), Map.of(), "TERM");
        Component component = new Component(
                "server",
                0,
                Optional.empty(),
                folder.resolve("server.log"),
                () -> program,
                () -> Files.exists(ready),
                Duration.ofSeconds(3));
        ManagedProcess managed = new ManagedProcess(component, new Recorder(happened, meantExitCode));
        process = managed;
        return managed;
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(happened.poll(30, TimeUnit.SECONDS)).orElse("nothing");
    }

    private static long pid(ManagedProcess process) {
        return process.handle().orElseThrow().pid();
    }

    private record Recorder(BlockingQueue<String> happened, int meantExitCode) implements ManagedProcess.Events {
        @Override
        public void started(Component component, ProcessHandle handle) {
            happened.add("started");
        }

        @Override
        public void ready(Component component, Duration taken) {
            happened.add("ready");
        }

        @Override
        public void died(Component component, int exitCode, Duration delay) {
            happened.add("died " + exitCode);
        }

        @Override
        public void gaveUp(Component component, String reason) {
            happened.add("gave up " + reason);
        }

        @Override
        public boolean isMeant(Component component, int exitCode) {
            return exitCode == meantExitCode;
        }
    }
}
