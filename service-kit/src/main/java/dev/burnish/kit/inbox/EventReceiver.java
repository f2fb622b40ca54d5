package dev.burnish.kit.inbox;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.TransientFailures;
import dev.burnish.kit.security.CurrentTenant;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets each event take effect exactly once. A listener is
 *
 * <pre>{@code
 * @Incoming(Topics.DATASET_SUBMITTED)
 * @Blocking
 * void on(String record) throws MalformedEventException {
 *     receiver.receive(record, envelope -> { switch (envelope.event()) { ... } });
 * }
 * }</pre>
 *
 * <p>What it throws sends the record to the service's dead letters, and the partition goes on.
 */
@ApplicationScoped
public class EventReceiver {
    private static final Logger LOG = Logger.getLogger(EventReceiver.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Inbox inbox;
    private final CountDownLatch stopping = new CountDownLatch(1);

    public EventReceiver(Inbox inbox) {
        this.inbox = inbox;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /**
     * Runs the handler in a transaction of its own, for the event's tenant, unless the event has taken effect before, or is of a type that this version does not know. While the database is away,
     * tries again for as long as that lasts, and the partition waits.
     *
     * @param record a CloudEvent in JSON; null, a Kafka tombstone, is malformed
     * @param handler short, and without effects outside the database
     * @throws MalformedEventException when the record can never be handled
     */
    public void receive(@Nullable String record, Consumer<Envelope> handler) throws MalformedEventException {
        if (record == null) {
            throw new MalformedEventException("the record has no value");
        }
        Optional<Envelope> envelope = CloudEvents.read(record);
        if (envelope.isEmpty()) {
            return;
        }
        CrashPoint.reached("inbox.received");
        Duration pause = FIRST_PAUSE;
        while (!takesEffect(envelope.get(), record, handler)) {
            sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }

    /** @return false when a transient failure stood in the way; the transaction has left no trace then, or a complete one, which the next attempt finds */
    private boolean takesEffect(Envelope envelope, String record, Consumer<Envelope> handler)
            throws MalformedEventException {
        try {
            CurrentTenant.run(envelope.tenant(), () -> inTransaction(envelope, record, handler));
            CrashPoint.reached("inbox.committed");
            return true;
        } catch (RuntimeException e) {
            if (e instanceof QuarkusTransactionException && e.getCause() instanceof MalformedEventException malformed) {
                throw malformed;
            }
            if (!TransientFailures.isTransient(e)) {
                throw e;
            }
            LOG.warnf("event %s waits, the database is away: %s", envelope.id(), e);
            return false;
        }
    }

    private void inTransaction(Envelope envelope, String record, Consumer<Envelope> handler) {
        QuarkusTransaction.requiringNew().call(() -> {
            if (inbox.isNew(envelope, record)) {
                handler.accept(envelope);
            }
            CrashPoint.reached("inbox.before-commit");
            return true;
        });
    }

    private void sleep(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ReceiverStoppedException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReceiverStoppedException();
        }
    }
}
