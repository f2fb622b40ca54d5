package dev.burnish.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Topics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeTest {
    private static final JsonNode COMPOSE = Manifests.compose();

    @Test
    void theFileIsValidAndAgreesWithTheServices() {
        assertThat(ComposeRules.problems(COMPOSE)).isEmpty();
    }

    @Test
    void theExampleEnvironmentNamesEveryRequiredVariable() {
        List<String> required = Pattern.compile("\\$\\{([A-Z_]+):\\?")
                .matcher(Manifests.text(Manifests.HOME.resolve("docker-compose.yml")))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        assertThat(Manifests.text(Manifests.HOME.resolve(".env.example"))
                        .lines()
                        .filter(line -> line.matches("[A-Z_]+=.*")))
                .containsExactlyInAnyOrderElementsOf(
                        required.stream().map(variable -> variable + "=").toList());
    }

    @Test
    void theTopicsJobCreatesEveryTopic(@TempDir Path directory) throws Exception {
        String script = script("topics").replace("/opt/kafka/bin/kafka-topics.sh", "echo");

        List<String> lines = run(directory, script).lines().toList();
        List<String> created = lines.stream()
                .map(line -> line.replaceFirst(".*--topic ([^ ]+) .*", "$1"))
                .toList();

        assertThat(created)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Arrays.stream(EventType.values()).map(EventType::topic),
                                Manifests.SERVICES.stream().map(Topics::deadLetters))
                        .toList());
        assertThat(lines.stream().filter(line -> line.contains("--config cleanup.policy=compact")))
                .hasSize((int) Arrays.stream(EventType.values())
                        .filter(EventType::compacted)
                        .count())
                .allMatch(line -> Arrays.stream(EventType.values())
                        .filter(EventType::compacted)
                        .anyMatch(type -> line.contains("--topic " + type.topic() + " ")));
    }

    @Test
    void theDatabasesJobCreatesThoseThatAreMissing(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("psql"), "#!/bin/bash\n[[ \"$*\" == *\"'training'\"* ]] && echo 1\nexit 0\n");
        for (String program : List.of("createdb", "createuser")) {
            Files.writeString(directory.resolve(program), "#!/bin/bash\necho " + program + " \"$@\"\n");
        }
        for (String program : List.of("psql", "createdb", "createuser")) {
            assertThat(directory.resolve(program).toFile().setExecutable(true)).isTrue();
        }

        assertThat(run(directory, "export PGPASSWORD=secret\n" + script("databases"))
                        .lines())
                .containsExactly(
                        "createuser burnish",
                        "createdb --owner burnish ingestion",
                        "createdb --owner burnish formatting",
                        "createdb --owner burnish evaluation",
                        "createdb --owner burnish deployment");
    }

    @Test
    void noServiceIsASuperuserOfTheDatabase() {
        String superuser = COMPOSE.at("/services/databases/environment/PGUSER").asText();

        assertThat(superuser).isEqualTo("postgres");
        for (String service : Manifests.SERVICES) {
            assertThat(COMPOSE.at("/services/" + service + "/environment/QUARKUS_DATASOURCE_USERNAME")
                            .asText())
                    .isEqualTo("burnish");
        }
    }

    @Test
    void everyServiceUsesTheDatabaseThatIsMadeForIt() {
        for (String service : Manifests.SERVICES) {
            assertThat(COMPOSE.at("/services/" + service + "/environment/QUARKUS_DATASOURCE_JDBC_URL")
                            .asText())
                    .isEqualTo("jdbc:postgresql://postgres:5432/" + service);
        }
    }

    @Test
    void theGatewayRoutesAsPromised() {
        for (Map.Entry<String, String> route : Routes.SERVICES.entrySet()) {
            for (String rest : List.of("", "/", "/abc%2Fd?x=1", "?limit=1")) {
                assertThat(gatewayRoute(route.getKey() + rest))
                        .as(route.getKey() + rest)
                        .contains(route.getValue());
            }
            assertThat(gatewayRoute(route.getKey() + "x")).isEmpty();
        }
        for (String rest : List.of("report", "report.html", "report?x=1", "report.html?x=1")) {
            assertThat(gatewayRoute("/v1/fine_tuning/jobs/ftjob-1/" + rest)).contains("formatting");
        }
        for (String rest : List.of("queue", "queue?x=1")) {
            assertThat(gatewayRoute("/v1/fine_tuning/jobs/ftjob-1/" + rest)).contains("training");
        }
        assertThat(gatewayRoute("/v1/fine_tuning/jobs/ftjob-1/queue/x")).contains("ingestion");
        assertThat(gatewayRoute("/v1/fine_tuning/jobs/ftjob-1/reports")).contains("ingestion");
        assertThat(gatewayRoute("/v1/fine_tuning/jobs/ftjob-1/report/x")).contains("ingestion");
        assertThat(gatewayRoute("/operator/api-keys?limit=2")).contains("ingestion");
        assertThat(gatewayRoute("/operator/models")).isEmpty();
        assertThat(gatewayRoute("/q/health")).isEmpty();
        assertThat(gatewayRoute("/x/v1/files")).isEmpty();
    }

    @Test
    void theImageListensWhereTheGatewayAndTheProbesLook() {
        String recipe = Manifests.text(Manifests.HOME.resolve("docker/Dockerfile"));

        assertThat(recipe)
                .contains("QUARKUS_HTTP_PORT=" + WorkloadRules.PORTS.get("http"))
                .contains("QUARKUS_MANAGEMENT_PORT=" + WorkloadRules.PORTS.get("management"))
                .contains("USER 10001:10001");
        assertThat(Manifests.text(Manifests.HOME.resolve("docker/gateway.conf")))
                .contains("proxy_pass http://$burnish_service:" + WorkloadRules.PORTS.get("http") + ";");
    }

    @Test
    void theHealthcheckAsksWhetherTheServiceIsReady(@TempDir Path directory) throws Exception {
        assertThat(healthyAgainst(directory, 200)).isZero();
        assertThat(healthyAgainst(directory, 503)).isNotZero();
    }

    private static int healthyAgainst(Path directory, int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            ProcessBuilder healthy =
                    new ProcessBuilder(Manifests.HOME.resolve("docker/healthy").toString());
            healthy.environment()
                    .put(
                            "QUARKUS_MANAGEMENT_PORT",
                            Integer.toString(server.getAddress().getPort()));
            return healthy.directory(directory.toFile()).start().waitFor();
        } finally {
            server.stop(0);
        }
    }

    /** The first pattern of the gateway's map that matches decides, as nginx does it. */
    private static Optional<String> gatewayRoute(String uri) {
        return Pattern.compile("^ +~(\\S+) +(\\w+);$", Pattern.MULTILINE)
                .matcher(Manifests.text(Manifests.HOME.resolve("docker/gateway.conf")))
                .results()
                .filter(rule -> Pattern.compile(rule.group(1)).matcher(uri).find())
                .map((MatchResult rule) -> rule.group(2))
                .findFirst();
    }

    /** The script of a job, as the shell in the container gets it. */
    private static String script(String service) {
        JsonNode command = COMPOSE.at("/services/" + service + "/command");
        return command.get(command.size() - 1).asText().replace("$$", "$");
    }

    private static String run(Path directory, String script) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("bash", "-ec", script);
        shell.environment().merge("PATH", directory + ":", (path, first) -> first + path);
        Process process = shell.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
