package dev.burnish.kit.outbox;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.EventType;
import dev.burnish.kit.AfterCommit;
import dev.burnish.kit.Ids;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where a service puts the events that tell of its changes. */
@ApplicationScoped
public class Outbox {
    private static final String NEXT_SEQUENCE = """
            insert into outbox_sequence as counter (subject, last) values (?, 1)
            on conflict (subject) do update set last = counter.last + 1
            returning last""";

    private static final String INSERT =
            "insert into outbox (id, topic, subject, sequence, body) values (?, ?, ?, ?, ?)";

    private final Statements statements;
    private final AfterCommit afterCommit;
    private final OutboxRelay relay;
    private final String source;

    public Outbox(
            DataSource dataSource,
            AfterCommit afterCommit,
            OutboxRelay relay,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.statements = new Statements(dataSource);
        this.afterCommit = afterCommit;
        this.relay = relay;
        this.source = "/burnish/" + application;
    }

    /**
     * Publishes the event if the current transaction commits, after every event about the same subject that was committed before. Transactions that publish about the same
     * subject wait for each other.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(String tenant, Event event) {
        String subject = event.subject();
        long sequence =
                statements.query(NEXT_SEQUENCE, row -> row.getLong(1), subject).getFirst();
        String id = Ids.uuid().toString();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Envelope envelope = new Envelope(id, source, now, tenant, sequence, event);
        String topic = EventType.of(event).topic();
        statements.update(INSERT, id, topic, subject, sequence, CloudEvents.write(envelope));
        afterCommit.run(relay::wake);
    }
}
