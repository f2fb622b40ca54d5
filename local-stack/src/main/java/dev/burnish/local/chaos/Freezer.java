package dev.burnish.local.chaos;

import dev.burnish.local.chaos.Databases.Work;
import dev.burnish.local.layout.Service;
import dev.burnish.local.process.ManagedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Holds one of several trainers until its lease has run out and another has taken its work, then lets it go on, as a virtual machine that was paused: it believes that the
 * work is still its own, and must not get to commit anything.
 */
final class Freezer {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LONGEST_PAUSE_MILLISECONDS = 1_500;

    private final List<ManagedProcess> trainers;
    private final Databases databases;
    private final Random random;
    private final Duration patience;
    private int takeovers;

    /** @param lease of the trainers */
    Freezer(List<ManagedProcess> trainers, Databases databases, Random random, Duration lease) {
        this.trainers = List.copyOf(trainers);
        this.databases = databases;
        this.random = random;
        this.patience = lease.multipliedBy(5);
    }

    /** How often work was taken from a trainer that was held. */
    int takeovers() {
        return takeovers;
    }

    /** Goes on until work was taken so often, for a limited time. */
    void freeze(int times, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (takeovers < times && System.nanoTime() < end) {
            ManagedProcess trainer = trainers.get(random.nextInt(trainers.size()));
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLISECONDS));
            trainer.freeze();
            try {
                if (awaitTakeover()) {
                    takeovers++;
                    Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLISECONDS));
                }
            } finally {
                trainer.thaw();
            }
        }
    }

    /** @return false if the held trainer had no work that anybody could take */
    private boolean awaitTakeover() throws IOException, InterruptedException {
        Map<String, Long> before = running();
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Thread.sleep(POLL);
            for (Work work : databases.work(Service.TRAINING)) {
                if (work.fence() > before.getOrDefault(work.id(), Long.MAX_VALUE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Map<String, Long> running() throws IOException {
        return databases.work(Service.TRAINING).stream()
                .filter(work -> work.state().equals("RUNNING"))
                .collect(Collectors.toMap(Work::id, Work::fence));
    }
}
