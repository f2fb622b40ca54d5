package dev.burnish.kit.work;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.Ids;
import dev.burnish.kit.TransientFailures;
import dev.burnish.kit.Wakeup;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Claims work and hands it to the service's {@link WorkHandler}, as many pieces at a time as there are slots. Each slot has a thread, a claim and a heartbeat of its own, so that
 * no piece of work knows of another. Does nothing in a service without a handler.
 */
@ApplicationScoped
public class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);

    private final Instance<WorkHandler> handler;
    private final WorkTable table;
    private final WorkSettings settings;
    private final List<Slot> slots;
    private final MeterRegistry meters;
    private final String owner = Ids.create("worker-");
    private volatile boolean stopping;

    /** Room for one piece of work. */
    private record Slot(Thread thread, Wakeup wakeup, Heartbeat heartbeat) {}

    public Worker(
            Instance<WorkHandler> handler, AgroalDataSource dataSource, WorkSettings settings, MeterRegistry meters) {
        this.handler = handler;
        this.table = new WorkTable(dataSource);
        this.settings = settings;
        this.slots = IntStream.rangeClosed(1, settings.slots())
                .mapToObj(number -> slot(number, dataSource))
                .toList();
        this.meters = meters;
    }

    private Slot slot(int number, AgroalDataSource dataSource) {
        Wakeup wakeup = new Wakeup();
        Heartbeat heartbeat = new Heartbeat(dataSource, settings.heartbeat());
        Thread thread = Thread.ofPlatform().name("worker-" + number).daemon().unstarted(() -> run(wakeup, heartbeat));
        return new Slot(thread, wakeup, heartbeat);
    }

    void start(@Observes StartupEvent event) {
        if (handler.isUnsatisfied()) {
            return;
        }
        if (settings.heartbeat().multipliedBy(3).compareTo(settings.lease()) > 0) {
            throw new IllegalArgumentException("burnish.work.lease is " + settings.lease()
                    + ", must be at least three times burnish.work.heartbeat, " + settings.heartbeat());
        }
        if (slots.size() > 1 && !handler.get().takesSeveral()) {
            throw new IllegalArgumentException("burnish.work.slots is " + slots.size()
                    + ", but this service does one piece of work at a time; set it to 1");
        }
        slots.forEach(slot -> slot.heartbeat().start());
        slots.forEach(slot -> slot.thread().start());
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (handler.isUnsatisfied()) {
            return;
        }
        slots.forEach(slot -> slot.heartbeat().current().ifPresent(HeldLease::stop));
        slots.forEach(slot -> slot.wakeup().wake());
        long deadline = System.nanoTime() + settings.grace().toNanos();
        for (Slot slot : slots) {
            slot.thread().join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            Optional<HeldLease> held = slot.heartbeat().current();
            if (held.isPresent()) {
                LOG.warnf(
                        "work %s is released, though its worker has not stopped yet",
                        held.get().claim().id());
                release(held.get(), Outcome.of(held.get().claim(), held.get().hasProgressed(), stopped(), settings));
            }
            slot.heartbeat().stop();
        }
    }

    private static LeaseLostException stopped() {
        return new LeaseLostException("the service is stopping");
    }

    /** Whether work is being done or looked for, or there is none to do. */
    boolean isAlive() {
        return handler.isUnsatisfied()
                || stopping
                || slots.stream().allMatch(slot -> slot.thread().isAlive());
    }

    /** There may be work to claim. */
    void wake() {
        slots.forEach(slot -> slot.wakeup().wake());
    }

    /** The work's lease may have been lost. */
    void checkLease(String id) {
        for (Slot slot : slots) {
            if (slot.heartbeat()
                    .current()
                    .filter(lease -> lease.claim().id().equals(id))
                    .isPresent()) {
                slot.heartbeat().wake();
            }
        }
    }

    private void run(Wakeup wakeup, Heartbeat heartbeat) {
        try {
            while (!stopping) {
                if (!claimAndPerform(heartbeat)) {
                    wakeup.sleep(settings.poll());
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the worker was interrupted; its work waits for another instance", e);
        }
    }

    /** @return whether there was work */
    private boolean claimAndPerform(Heartbeat heartbeat) throws InterruptedException {
        long now = System.nanoTime();
        Optional<Claim> claim;
        try {
            claim = table.claim(owner, settings.lease());
        } catch (RuntimeException e) {
            LOG.warnf("no work can be claimed: %s", e.getMessage());
            return false;
        }
        if (claim.isEmpty()) {
            return false;
        }
        CrashPoint.reached("work.claimed");
        HeldLease lease = new HeldLease(claim.get(), table, settings.lease(), now);
        heartbeat.keep(lease);
        try {
            attempt(claim.get(), lease);
        } finally {
            heartbeat.drop();
        }
        return true;
    }

    private void attempt(Claim claim, HeldLease lease) throws InterruptedException {
        LOG.infof("work %s begins, attempt %d", claim.id(), claim.attempt());
        try {
            // Work that is to be paused may have lost its worker before that could see the mark.
            lease.renew(table);
            lease.check();
            if (Outcome.isUsedUp(claim, settings)) {
                fail(lease, Outcome.usedUp(claim, settings));
                return;
            }
            Completion completion = handler.get().perform(claim, lease);
            CrashPoint.reached("work.performed");
            lease.complete(completion);
            CrashPoint.reached("work.committed");
            ended(claim, "done");
        } catch (LeaseLostException e) {
            LOG.infof("work %s stops: %s", claim.id(), e.getMessage());
            if (!pause(lease)) {
                settle(lease, e);
            }
        } catch (WorkWaitsException e) {
            LOG.debugf("work %s waits: %s", claim.id(), e.getMessage());
            settle(lease, e);
        } catch (WorkFailedException e) {
            LOG.infof("work %s fails: %s", claim.id(), e.getMessage());
            settle(lease, e);
        } catch (Exception | Error e) {
            // The outermost edge of the engine: whatever it was, the work must not take the worker down with it.
            LOG.errorf(e, "work %s broke off in attempt %d", claim.id(), claim.attempt());
            settle(lease, e);
        }
    }

    /** @return false when the work is not to be paused, or the next worker has to do it */
    private boolean pause(HeldLease lease) {
        if (!lease.isPausing()) {
            return false;
        }
        try {
            lease.pause(() -> handler.get().paused(lease.claim()));
            ended(lease.claim(), "paused");
            return true;
        } catch (LeaseLostException e) {
            LOG.infof("work %s is not paused: %s", lease.claim().id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "work %s could not be paused", lease.claim().id());
        }
        return false;
    }

    private void settle(HeldLease lease, Throwable cause) throws InterruptedException {
        Outcome outcome = Outcome.of(lease.claim(), lease.hasProgressed(), cause, settings);
        if (outcome instanceof Outcome.Failed failed) {
            try {
                fail(lease, failed.failure());
                return;
            } catch (LeaseLostException e) {
                LOG.infof("work %s stops: %s", lease.claim().id(), e.getMessage());
                outcome = Outcome.of(lease.claim(), lease.hasProgressed(), e, settings);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "the failure of work %s could not be told",
                        lease.claim().id());
                outcome = new Outcome.Again(lease.claim().attempt(), Outcome.LONGEST_PAUSE);
            }
        }
        release(lease, outcome);
    }

    private void fail(HeldLease lease, Failure failure) throws LeaseLostException {
        lease.fail(() -> handler.get().failed(lease.claim(), failure));
        ended(lease.claim(), "failed");
    }

    /** Gives the work back, unless it is somebody else's by now; a worker that cannot reach the database has nothing better to do than to try until it can. */
    private void release(HeldLease lease, Outcome outcome) throws InterruptedException {
        Outcome.Again again = (Outcome.Again) outcome;
        while (true) {
            try {
                boolean released = table.release(lease.claim(), again.attempts(), again.pause());
                ended(lease.claim(), released ? "released" : "lost");
                return;
            } catch (RuntimeException e) {
                LOG.warnf("work %s cannot be released: %s", lease.claim().id(), e.getMessage());
                if (stopping || !TransientFailures.isTransient(e)) {
                    return;
                }
                Thread.sleep(settings.poll());
            }
        }
    }

    private void ended(Claim claim, String outcome) {
        LOG.infof("work %s: %s", claim.id(), outcome);
        meters.counter("burnish.work.attempts", "outcome", outcome).increment();
    }
}
