package dev.burnish.kit.outbox;

import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.Wakeup;
import dev.burnish.kit.outbox.OutboxTable.Backlog;
import dev.burnish.kit.persistence.ReservedConnection;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Takes events from the outbox to Kafka. Of each subject one event is in flight at a time, and the next goes only after the broker has acknowledged it, so that order is
 * kept; of all relays on a database one publishes at a time. An event may be published twice, when the relay dies between the acknowledgement and its commit; its id is the
 * same then.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private static final Duration LOCKED_OUT = Duration.ofMillis(100);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

    private final AgroalDataSource database;
    private final EventPublisher publisher;
    private final Duration poll;
    private final BackOff backOff = new BackOff();
    private final Wakeup wakeup = new Wakeup();
    private final Thread thread =
            Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::run);

    private volatile Backlog backlog = new Backlog(0, Duration.ZERO);
    private volatile boolean stopping;

    public OutboxRelay(
            AgroalDataSource dataSource, EventPublisher publisher, OutboxSettings settings, MeterRegistry meters) {
        this.database = ReservedConnection.of(dataSource);
        this.publisher = publisher;
        this.poll = settings.poll();
        Gauge.builder("burnish.outbox.events", () -> backlog.events())
                .description("Events that are committed and not yet published")
                .register(meters);
        Gauge.builder("burnish.outbox.age", () -> backlog.age().toMillis() / 1000.0)
                .description("For how long the oldest unpublished event has waited")
                .baseUnit("seconds")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeup.wake();
        thread.join(STOP_TIMEOUT);
        database.close();
    }

    /** There is something to publish. */
    void wake() {
        wakeup.wake();
    }

    private void run() {
        try {
            while (!stopping) {
                wakeup.sleep(pass());
            }
        } catch (InterruptedException e) {
            LOG.error("the outbox relay was interrupted; events wait for another instance", e);
        }
    }

    /** @return how long to wait for the next pass */
    private Duration pass() throws InterruptedException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Duration pause = publishHeads(new OutboxTable(connection));
                connection.commit();
                return pause;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            LOG.warnf("the outbox cannot be read, its events wait: %s", e.getMessage());
            return poll;
        }
    }

    private Duration publishHeads(OutboxTable outbox) throws SQLException, InterruptedException {
        if (!outbox.lock()) {
            return LOCKED_OUT;
        }
        List<PendingEvent> heads = outbox.heads(backOff.subjects());
        if (!heads.isEmpty()) {
            CrashPoint.reached("outbox.before-send");
        }
        List<String> published = publish(heads);
        if (!published.isEmpty()) {
            CrashPoint.reached("outbox.sent");
            outbox.delete(published);
            CrashPoint.reached("outbox.before-commit");
        }
        backlog = outbox.backlog();
        return published.isEmpty() ? poll : Duration.ZERO;
    }

    /** @return the ids of those that the broker has acknowledged */
    private List<String> publish(List<PendingEvent> heads) throws InterruptedException {
        Map<PendingEvent, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        for (PendingEvent event : heads) {
            Future<RecordMetadata> result = publisher.send(event);
            sent.put(event, result);
            if (result.isDone() && result.state() == Future.State.FAILED) {
                // It has blocked for as long as it may; so would the rest.
                break;
            }
        }
        List<String> acknowledged = new ArrayList<>();
        for (Map.Entry<PendingEvent, Future<RecordMetadata>> entry : sent.entrySet()) {
            PendingEvent event = entry.getKey();
            try {
                entry.getValue().get();
                backOff.succeeded(event.subject());
                acknowledged.add(event.id());
            } catch (ExecutionException e) {
                failed(event, e);
            }
        }
        return acknowledged;
    }

    /** Stops this subject for a while; the others go on. */
    private void failed(PendingEvent event, ExecutionException failure) {
        Duration pause = backOff.failed(event.subject());
        LOG.warnf(
                "event %s about %s could not be published to %s, next attempt in %d s: %s",
                event.id(), event.subject(), event.topic(), pause.toSeconds(), failure.getMessage());
    }
}
