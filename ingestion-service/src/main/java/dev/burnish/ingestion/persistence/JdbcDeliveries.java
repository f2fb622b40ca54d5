package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Deliveries;
import dev.burnish.ingestion.domain.Delivery;
import dev.burnish.ingestion.domain.WebhookEvent;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** Deliveries in the table {@code webhook_delivery}; PostgreSQL's clock alone decides what is due. */
@ApplicationScoped
public class JdbcDeliveries implements Deliveries {
    private static final String ADD = "insert into webhook_delivery (id, webhook_id, event, body) values (?, ?, ?, ?)";

    private static final String TAKE = """
            update webhook_delivery d set attempts = attempts + 1, due_at = clock_timestamp() + interval '1 minute'
            from webhook w
            where w.id = d.webhook_id
              and d.id in (select id from webhook_delivery
                           where state = 'pending' and due_at <= clock_timestamp()
                           order by due_at
                           for update skip locked
                           limit ?)
            returning d.id, d.attempts, w.url, w.secret, d.body""";

    private static final String AGAIN =
            "update webhook_delivery set last_problem = ?, due_at = clock_timestamp() + ? * interval '1 millisecond' where id = ?";

    private static final String OF = """
            select id, event, created_at, state, attempts, last_problem from webhook_delivery
            where webhook_id = ? order by id desc limit 100""";

    private final Statements statements;

    JdbcDeliveries(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    @Override
    public void add(String webhookId, String id, WebhookEvent event, String body) {
        statements.update(ADD, id, webhookId, event.label(), body);
    }

    @Override
    public List<Delivery.Due> take(int most) {
        return statements.query(
                TAKE,
                row -> new Delivery.Due(
                        row.getString(1),
                        row.getInt(2),
                        URI.create(row.getString(3)),
                        row.getString(4),
                        row.getString(5)),
                most);
    }

    @Override
    public void delivered(String id) {
        statements.update("update webhook_delivery set state = 'delivered' where id = ?", id);
    }

    @Override
    public void again(String id, String problem, Duration pause) {
        statements.update(AGAIN, problem, pause.toMillis(), id);
    }

    @Override
    public void giveUp(String id, String problem) {
        statements.update("update webhook_delivery set state = 'failed', last_problem = ? where id = ?", problem, id);
    }

    @Override
    public List<Delivery> of(String webhookId) {
        return statements.query(
                OF,
                row -> new Delivery(
                        row.getString(1),
                        WebhookEvent.ofLabel(row.getString(2)).orElseThrow(),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        Delivery.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                        row.getInt(5),
                        row.getString(6)),
                webhookId);
    }
}
