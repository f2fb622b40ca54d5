package dev.burnish.local.stack;

import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.Component;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claim of one supervisor on one state directory, and its record of what it has started. The claim ends with the supervisor, however that ends; what a dead one has left running
 * is stopped before the next takes over.
 */
public final class Registry implements ManagedProcess.Events, AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final StateDirectory state;
    private final ManagedProcess.Events events;
    private final FileLock claim;
    private final Map<String, RunningStack.Member> members = new LinkedHashMap<>();
    private String gateway = "";
    private String apiKey = "";
    private boolean ready;

    private Registry(StateDirectory state, FileLock claim, ManagedProcess.Events events) {
        this.state = state;
        this.claim = claim;
        this.events = events;
    }

    /** @throws AlreadyRunningException if a living supervisor holds the directory */
    public static Registry claim(StateDirectory state, ManagedProcess.Events events)
            throws IOException, InterruptedException {
        Path file = state.run("lock");
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> lock = tryLock(channel);
        if (lock.isEmpty()) {
            channel.close();
            throw new AlreadyRunningException(state, RunningStack.read(state));
        }
        stopLeftovers(state);
        return new Registry(state, lock.get(), events);
    }

    /** Stops what a dead supervisor has left running, the last started first; returns the names. */
    static List<String> stopLeftovers(StateDirectory state) throws IOException, InterruptedException {
        List<String> stopped = new ArrayList<>();
        Optional<RunningStack> left = RunningStack.read(state);
        if (left.isPresent()) {
            for (RunningStack.Member member : left.get().members().reversed()) {
                if (member.process().stop(GRACE)) {
                    stopped.add(member.name());
                }
            }
            RunningStack.delete(state);
        }
        return stopped;
    }

    synchronized void announce(String gatewayAddress, String key) {
        gateway = gatewayAddress;
        apiKey = key;
        write();
    }

    synchronized void allReady() {
        ready = true;
        write();
    }

    @Override
    public synchronized void started(Component component, ProcessHandle handle) {
        members.remove(component.name());
        members.put(
                component.name(),
                new RunningStack.Member(
                        component.name(),
                        component.port(),
                        component.health().map(URI::toString).orElse(""),
                        ProcessId.of(handle),
                        component.log().toString()));
        write();
        events.started(component, handle);
    }

    @Override
    public void ready(Component component, Duration taken) {
        events.ready(component, taken);
    }

    @Override
    public void died(Component component, int exitCode, Duration delay) {
        events.died(component, exitCode, delay);
    }

    @Override
    public void gaveUp(Component component, String reason) {
        events.gaveUp(component, reason);
    }

    @Override
    public boolean isMeant(Component component, int exitCode) {
        return events.isMeant(component, exitCode);
    }

    /** Gives the directory back; everything that was started must have been stopped. */
    @Override
    public synchronized void close() throws IOException {
        RunningStack.delete(state);
        claim.acquiredBy().close();
    }

    private void write() {
        try {
            new RunningStack(
                            ProcessId.of(ProcessHandle.current()),
                            gateway,
                            apiKey,
                            ready,
                            List.copyOf(members.values()))
                    .write(state);
        } catch (IOException e) {
            throw new UncheckedIOException("The state directory " + state.root() + " cannot be written.", e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException heldByThisProcess) {
            return Optional.empty();
        }
    }
}
