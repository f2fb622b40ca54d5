package dev.burnish.pipeline;

import dev.burnish.local.parts.PartsAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that the services have stored.
 *
 * @param rows of every table of every database, as text
 * @param objects the SHA-256 of every object, by key
 */
record StoredState(Map<String, List<String>> rows, Map<String, String> objects) {
    private static final List<String> DATABASES =
            List.of("ingestion", "formatting", "training", "evaluation", "deployment");

    private static final String TABLES =
            "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'";

    private static final String UNFINISHED =
            "select (select count(*) from outbox) + (select count(*) from work where state in ('QUEUED', 'RUNNING'))";

    static StoredState of(Stack stack) throws SQLException, IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String database : DATABASES) {
            try (Connection connection = connect(stack, database)) {
                for (String table : query(connection, TABLES)) {
                    rows.put(
                            database + "." + table,
                            query(connection, "select t::text from " + table + " t order by 1"));
                }
            }
        }
        return new StoredState(rows, objects(stack.storageDirectory()));
    }

    /** Events that wait for the broker, and work that waits or is being done. */
    static long unfinished(Stack stack) throws SQLException {
        long unfinished = 0;
        for (String database : DATABASES) {
            try (Connection connection = connect(stack, database)) {
                unfinished += Long.parseLong(query(connection, UNFINISHED).getFirst());
            }
        }
        return unfinished;
    }

    private static Connection connect(Stack stack, String database) throws SQLException {
        PartsAddresses.Database server = stack.database();
        return DriverManager.getConnection(server.inspectionUrl(database), server.user(), server.password());
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                values.add(found.getString(1));
            }
        }
        return values;
    }

    private static Map<String, String> objects(Path directory) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            objects.put(directory.relativize(file).toString(), sha256(file));
        }
        return objects;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
