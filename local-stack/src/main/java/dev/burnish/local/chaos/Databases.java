package dev.burnish.local.chaos;

import dev.burnish.local.layout.Service;
import dev.burnish.local.parts.PartsAddresses;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the services' databases hold. */
final class Databases {
    private final PartsAddresses.Database server;

    Databases(PartsAddresses.Database server) {
        this.server = server;
    }

    /** A piece of work, and how often it has been claimed. */
    record Work(String id, String state, long fence) {}

    List<String> jobs() throws IOException {
        return query(Service.INGESTION, "select id from job", row -> row.getString(1));
    }

    List<Work> work(Service service) throws IOException {
        return query(
                service,
                "select id, state, fence from work",
                row -> new Work(row.getString(1), row.getString(2), row.getLong(3)));
    }

    /** Events that are committed, and not yet known to be in Kafka. */
    int unpublished(Service service) throws IOException {
        return query(service, "select count(*) from outbox", row -> row.getInt(1))
                .getFirst();
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(Service service, String sql, Row<T> row) throws IOException {
        List<T> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        server.inspectionUrl(service.title()), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new IOException("The database of " + service.title() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
