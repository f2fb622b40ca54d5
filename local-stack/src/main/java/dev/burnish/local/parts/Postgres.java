package dev.burnish.local.parts;

import dev.burnish.local.process.Component;
import dev.burnish.local.process.Program;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostgreSQL 17 from its packaged binaries. The library unpacks them and makes the data directory; the server itself is run directly, so that it is a child process like every
 * other one, and as durable as in production: the library would switch off {@code fsync} and {@code synchronous_commit}.
 *
 * @param binaries where the binaries are unpacked, once for all data directories
 * @param password of {@value #USER}, the only account that can log in, over TCP on loopback only
 */
record Postgres(int port, Path data, Path binaries, Path log, String password) {
    static final String USER = "burnish";

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "max_connections", "200",
            "shared_buffers", "32MB",
            "timezone", "UTC");

    Component component() {
        return new Component(
                "postgresql", port, Optional.empty(), log, this::program, this::answers, Duration.ofMinutes(3));
    }

    /** Creates those of {@code databases} that are not there yet. */
    void createDatabases(List<String> databases) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String database : databases) {
                try (ResultSet found =
                        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                    if (found.next()) {
                        continue;
                    }
                }
                statement.execute("CREATE DATABASE " + database);
            }
        } catch (SQLException e) {
            throw new IOException("The databases cannot be created: " + e.getMessage(), e);
        }
    }

    private Program program() throws IOException {
        initialise();
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(server().toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        // TERM would wait for the clients to go first.
        return new Program(command, Map.of(), "INT");
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    private void initialise() throws IOException {
        Path access = data.resolve("pg_hba.conf");
        boolean initialised = Files.exists(access) && Files.readString(access).contains(USER);
        if (initialised && findServer().isPresent()) {
            return;
        }
        Files.createDirectories(binaries);
        Files.createDirectories(log.getParent());
        ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(log.toFile());
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(binaries.toFile())
                        .setDataDirectory(initialised ? Files.createTempDirectory(binaries, "unused") : data)
                        .setCleanDataDirectory(initialised)
                        .setLocaleConfig("locale", "C")
                        .setOutputRedirector(output)
                        .setErrorRedirector(output)
                        .start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN CREATEDB PASSWORD '" + password + "'");
        } catch (SQLException e) {
            throw new IOException("The account of PostgreSQL cannot be created: " + e.getMessage(), e);
        }
        if (!initialised) {
            Files.writeString(access, "host all " + USER + " 127.0.0.1/32 scram-sha-256\n");
        }
    }

    private Path server() throws IOException {
        return findServer().orElseThrow(() -> new IOException("No PostgreSQL server below " + binaries));
    }

    private Optional<Path> findServer() throws IOException {
        if (!Files.isDirectory(binaries)) {
            return Optional.empty();
        }
        try (Stream<Path> unpacked = Files.list(binaries)) {
            return unpacked.map(folder -> folder.resolve("bin/postgres"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
