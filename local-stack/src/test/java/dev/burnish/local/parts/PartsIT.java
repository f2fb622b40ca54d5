package dev.burnish.local.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Topics;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.Program;
import dev.burnish.local.stack.RunningStack;
import dev.burnish.local.stack.StackShutdown;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PartsIT {
    @TempDir
    private Path folder = Path.of("");

    private StateDirectory state = new StateDirectory(Path.of(""));
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void nameTheState() {
        state = new StateDirectory(folder);
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (Process process : started) {
            process.destroy();
            process.waitFor();
        }
        StackShutdown.of(state);
    }

    @Test
    void bringsUpPostgresKafkaAndStorageAndLeavesNothingBehind() throws Exception {
        Process parts = start();
        JsonNode addresses = new ObjectMapper().readTree(parts.inputReader().readLine());

        assertDatabases(addresses.path("postgres"));
        assertTopics(addresses.path("kafka").asText());
        assertBucket(addresses.path("storage"));

        List<RunningStack.Member> members =
                RunningStack.read(state).orElseThrow().members();
        assertThat(members)
                .extracting(RunningStack.Member::name)
                .containsExactlyInAnyOrder("postgresql", "kafka", "storage");
        assertThat(members)
                .allSatisfy(member -> assertThat(member.process().running()).isPresent());
        parts.getOutputStream().close();
        assertThat(parts.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(parts.exitValue()).isZero();
        assertThat(members)
                .allSatisfy(member -> assertThat(member.process().running()).isEmpty());
    }

    @Test
    void keepsItsDataAndStopsWhatAKilledOneHasLeftRunning() throws Exception {
        Process first = start();
        JsonNode postgres =
                new ObjectMapper().readTree(first.inputReader().readLine()).path("postgres");
        execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
        List<RunningStack.Member> members =
                RunningStack.read(state).orElseThrow().members();
        first.destroyForcibly().waitFor();

        Process second = start();
        JsonNode again =
                new ObjectMapper().readTree(second.inputReader().readLine()).path("postgres");

        assertThat(query(again, "SELECT answer FROM kept")).isEqualTo("42");
        assertThat(members)
                .allSatisfy(member -> assertThat(member.process().running()).isEmpty());
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Program.classPath(Installation.find().localStackJars()),
                        "dev.burnish.local.Main",
                        "parts",
                        "--state",
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(process);
        return process;
    }

    private static void assertDatabases(JsonNode postgres) throws SQLException {
        assertThat(query(postgres, "SHOW server_version")).startsWith("17.");
        assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
        assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
        for (Service service : Service.values()) {
            assertThat(query(postgres, "SELECT count(*) FROM pg_database WHERE datname = '" + service.title() + "'"))
                    .isEqualTo("1");
        }
    }

    private static void assertTopics(String bootstrapServers) throws InterruptedException, ExecutionException {
        List<String> expected = new ArrayList<>(
                Arrays.stream(EventType.values()).map(EventType::topic).toList());
        Arrays.stream(Service.values())
                .map(service -> Topics.deadLetters(service.title()))
                .forEach(expected::add);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            assertThat(admin.listTopics().names().get()).containsExactlyInAnyOrderElementsOf(expected);
            ConfigResource keys = new ConfigResource(ConfigResource.Type.TOPIC, Topics.API_KEY_CHANGED);
            assertThat(admin.describeConfigs(List.of(keys)).all().get().values())
                    .singleElement()
                    .satisfies(config -> assertThat(config.get(TopicConfig.CLEANUP_POLICY_CONFIG)
                                    .value())
                            .isEqualTo(TopicConfig.CLEANUP_POLICY_COMPACT));
        }
    }

    private static void assertBucket(JsonNode storage)
            throws IOException, InterruptedException, GeneralSecurityException {
        URI bucket = URI.create(
                storage.path("endpoint").asText() + "/" + storage.path("bucket").asText());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest anonymous = HttpRequest.newBuilder(bucket).build();
            assertThat(client.send(anonymous, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);

            String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
            String signature =
                    sign(storage.path("secret_key").asText(), "GET\n\n\n\nx-amz-date:" + date + "\n/burnish");
            HttpRequest signed = HttpRequest.newBuilder(bucket)
                    .header("x-amz-date", date)
                    .header("Authorization", "AWS " + storage.path("access_key").asText() + ":" + signature)
                    .build();
            HttpResponse<String> listing = client.send(signed, HttpResponse.BodyHandlers.ofString());
            assertThat(listing.statusCode()).as(listing.body()).isEqualTo(200);
            assertThat(listing.body()).contains("<Name>burnish</Name>");
        }
    }

    private static String sign(String key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String query(JsonNode postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void execute(JsonNode postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(JsonNode postgres) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + postgres.path("host").asText() + ":"
                        + postgres.path("port").asInt() + "/ingestion",
                postgres.path("user").asText(),
                postgres.path("password").asText());
    }
}
