package dev.burnish.kit.outbox;

import dev.burnish.kit.persistence.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The relay's statements; all run in one transaction of the relay's own connection. */
final class OutboxTable {
    /** Any number will do, as long as nobody else in the database uses it: "outbox" in ASCII. */
    private static final long RELAY_LOCK = 0x6f7574626f78L;

    private static final int BATCH = 100;

    private static final String LOCK = "select pg_try_advisory_xact_lock(?)";

    private static final String HEADS = """
            select distinct on (subject) id, topic, subject, body from outbox
            where subject <> all (?)
            order by subject, sequence
            limit %d""".formatted(BATCH);

    private static final String DELETE = "delete from outbox where id = any (?)";

    private static final String BACKLOG =
            "select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) from outbox";

    private final Connection connection;

    OutboxTable(Connection connection) {
        this.connection = connection;
    }

    /** At most one transaction in the whole database gets true; it holds the lock to its end. */
    boolean lock() throws SQLException {
        return Statements.query(connection, LOCK, row -> row.getBoolean(1), RELAY_LOCK)
                .getFirst();
    }

    /** The oldest event of each subject, for up to 100 subjects but those. */
    List<PendingEvent> heads(Set<String> withoutSubjects) throws SQLException {
        return Statements.query(
                connection,
                HEADS,
                row -> new PendingEvent(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                connection.createArrayOf("text", withoutSubjects.toArray()));
    }

    void delete(List<String> ids) throws SQLException {
        Statements.update(connection, DELETE, connection.createArrayOf("text", ids.toArray()));
    }

    Backlog backlog() throws SQLException {
        return Statements.query(
                        connection,
                        BACKLOG,
                        row -> new Backlog(row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * 1000))))
                .getFirst();
    }

    /** How many events wait, and for how long the oldest has. */
    record Backlog(long events, Duration age) {}
}
