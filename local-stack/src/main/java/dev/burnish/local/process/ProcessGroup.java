package dev.burnish.local.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Processes that start and stop side by side. */
public final class ProcessGroup {
    private final List<ManagedProcess> members;

    public ProcessGroup(List<ManagedProcess> members) {
        this.members = List.copyOf(members);
    }

    /** Returns when all are ready, or fails with the first failure in the order of the members; what has started then still runs. */
    public void start() throws IOException, InterruptedException {
        inParallel(members.stream()
                .<Callable<Void>>map(member -> () -> {
                    member.start();
                    member.awaitReady();
                    return null;
                })
                .toList());
    }

    /** Ends all for good; returns when they are gone. */
    public void end(Duration grace) throws IOException, InterruptedException {
        inParallel(members.stream()
                .<Callable<Void>>map(member -> () -> {
                    member.end(grace);
                    return null;
                })
                .toList());
    }

    private static void inParallel(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
