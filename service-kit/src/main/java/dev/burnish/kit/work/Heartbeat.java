package dev.burnish.kit.work;

import dev.burnish.kit.Wakeup;
import dev.burnish.kit.persistence.ReservedConnection;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Renews the current lease, on a thread and a connection that nothing else can hold up. */
final class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final AgroalDataSource database;
    private final WorkTable table;
    private final Duration interval;
    private final Wakeup wakeup = new Wakeup();
    private final Thread thread =
            Thread.ofPlatform().name("work-heartbeat").daemon().unstarted(this::run);
    private volatile @Nullable HeldLease lease;
    private volatile boolean stopping;

    Heartbeat(AgroalDataSource dataSource, Duration interval) {
        this.database = ReservedConnection.of(dataSource);
        this.table = new WorkTable(database);
        this.interval = interval;
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopping = true;
        wakeup.wake();
        database.close();
    }

    void keep(HeldLease held) {
        lease = held;
    }

    void drop() {
        lease = null;
    }

    Optional<HeldLease> current() {
        return Optional.ofNullable(lease);
    }

    /** Renews now, to learn whether the lease still holds. */
    void wake() {
        wakeup.wake();
    }

    private void run() {
        Duration pause = interval;
        try {
            while (!stopping) {
                wakeup.sleep(pause);
                pause = renew() ? interval : shorter(AFTER_FAILURE, interval);
            }
        } catch (InterruptedException e) {
            LOG.error("the heartbeat was interrupted; the current lease runs out", e);
        }
    }

    private boolean renew() {
        HeldLease held = lease;
        if (held == null) {
            return true;
        }
        try {
            held.renew(table);
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("the lease of work %s was not renewed: %s", held.claim().id(), e.getMessage());
            return false;
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
