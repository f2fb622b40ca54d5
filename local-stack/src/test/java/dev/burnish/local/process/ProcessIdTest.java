package dev.burnish.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessIdTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Test
    void findsAndStopsTheProcessItNames() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "600").start();
        ProcessId id = ProcessId.of(process.toHandle());

        assertThat(id.running()).isPresent();
        assertThat(id.stop(GRACE)).isTrue();

        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(id.running()).isEmpty();
        assertThat(id.stop(GRACE)).isFalse();
    }

    @Test
    void leavesAnotherProcessWithTheSameNumberAlone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "600").start();
        try {
            ProcessId real = ProcessId.of(process.toHandle());
            ProcessId earlier = new ProcessId(real.pid(), real.started() - 60_000);

            assertThat(earlier.running()).isEmpty();
            assertThat(earlier.stop(GRACE)).isFalse();
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void takesAProcessThatEndedButWasNotWaitedForAsGone() throws IOException, InterruptedException {
        // The shell ends its child but, being replaced by sleep, never waits for it.
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 0.1 & echo $!; exec sleep 600").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            ProcessHandle handle = ProcessHandle.of(child).orElseThrow();
            ProcessId id = ProcessId.of(handle);
            long deadline = System.nanoTime() + GRACE.toNanos();
            while (id.running().isPresent() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(id.running()).isEmpty();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }
}
