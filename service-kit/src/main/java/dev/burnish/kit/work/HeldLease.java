package dev.burnish.kit.work;

import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.TransientFailures;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A worker's lease on one claim, renewed by a heartbeat. It ends by itself at three quarters of its length after the last renewal was asked for, by this machine's monotonic
 * clock: before PostgreSQL could give the work to another, whatever has kept this process or its connection from going on.
 */
final class HeldLease implements Lease {
    private static final Logger LOG = Logger.getLogger(HeldLease.class);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String TAKEN = "the work was withdrawn, or taken up by another worker";

    private final Claim claim;
    private final WorkTable table;
    private final Duration length;
    private long commits;
    private volatile long renewedNanos;
    private volatile boolean progressed;
    private volatile boolean stopping;
    private volatile boolean pausing;
    private volatile @Nullable String lost;

    /** @param claimedNanos {@link System#nanoTime} from before the claim was asked for */
    HeldLease(Claim claim, WorkTable table, Duration length, long claimedNanos) {
        this.claim = claim;
        this.table = table;
        this.length = length;
        this.renewedNanos = claimedNanos;
    }

    Claim claim() {
        return claim;
    }

    boolean hasProgressed() {
        return progressed;
    }

    @Override
    public void progressed() {
        progressed = true;
    }

    @Override
    public void check() throws LeaseLostException {
        if (stopping) {
            throw new LeaseLostException("the service is stopping");
        }
        if (pausing) {
            throw new LeaseLostException("the work is to be paused");
        }
        checkHeld();
    }

    @Override
    public boolean isStopping() {
        return stopping || pausing;
    }

    /** Whether somebody wants the work paused. */
    boolean isPausing() {
        return pausing;
    }

    private void checkHeld() throws LeaseLostException {
        if (lost == null && System.nanoTime() - renewedNanos > length.toNanos() / 4 * 3) {
            lost = "the lease could not be renewed in time";
        }
        String reason = lost;
        if (reason != null) {
            throw new LeaseLostException(reason);
        }
    }

    @Override
    public synchronized void commit(Runnable change) throws LeaseLostException {
        long number = commits + 1;
        boolean progressedBefore = progressed;
        boolean committed = false;
        try {
            transact(() -> {
                if (table.commit(claim, number)) {
                    change.run();
                    return !progressed || table.countAnew(claim);
                }
                // A commit whose answer got lost has happened all the same, and must not happen twice.
                return table.hasCommitted(claim, number);
            });
            committed = true;
            commits = number;
        } finally {
            if (!committed) {
                progressed = progressedBefore;
            }
        }
    }

    /** Ends the work as done. */
    void complete(Completion completion) throws LeaseLostException {
        transact(() -> {
            boolean held = table.complete(claim);
            if (held) {
                completion.commit();
                CrashPoint.reached("work.before-commit");
            }
            return held;
        });
    }

    /** Ends the work as failed. */
    void fail(Runnable report) throws LeaseLostException {
        transact(() -> {
            boolean held = table.fail(claim);
            if (held) {
                report.run();
            }
            return held;
        });
    }

    /** Leaves the work until somebody wants it done after all; without effect, and lost, when nobody wants it paused any more. */
    void pause(Runnable report) throws LeaseLostException {
        transact(() -> {
            boolean paused = table.pause(claim);
            if (paused) {
                report.run();
            }
            return paused;
        });
    }

    /** @param change answers false, having changed nothing, when the claim does not hold any more */
    private void transact(BooleanSupplier change) throws LeaseLostException {
        while (true) {
            checkHeld();
            try {
                if (!QuarkusTransaction.requiringNew().call(change::getAsBoolean)) {
                    lost = TAKEN;
                    throw new LeaseLostException(TAKEN);
                }
                return;
            } catch (RuntimeException e) {
                if (!TransientFailures.isTransient(e)) {
                    throw e;
                }
                LOG.warnf("work %s waits with a commit, the database is away: %s", claim.id(), e);
                pause();
            }
        }
    }

    private static void pause() throws LeaseLostException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LeaseLostException("the worker was interrupted");
        }
    }

    /** One heartbeat. */
    void renew(WorkTable heartbeats) {
        long now = System.nanoTime();
        Optional<Boolean> wanted = heartbeats.renew(claim, length, progressed);
        if (wanted.isPresent()) {
            renewedNanos = now;
            pausing = wanted.get();
        } else {
            lost = TAKEN;
        }
    }

    /** Asks the worker to stop; what it commits until it does still counts. */
    void stop() {
        stopping = true;
    }
}
