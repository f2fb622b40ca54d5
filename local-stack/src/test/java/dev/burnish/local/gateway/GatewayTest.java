package dev.burnish.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.burnish.local.layout.Service;
import dev.burnish.local.process.Ports;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpServer> servers = new ArrayList<>();
    private final Map<Service, Integer> services = new EnumMap<>(Service.class);
    private int port;

    @BeforeEach
    void listen() throws IOException, InterruptedException, ExecutionException {
        Ports ports = Ports.any();
        port = ports.choose(0);
        for (Service service : Service.values()) {
            services.put(service, ports.choose(0));
        }
        Gateway.listen(vertx, port, services)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws InterruptedException, ExecutionException {
        servers.forEach(server -> server.stop(0));
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/files,                         ingestion",
        "/v1/files/file-1/content,          ingestion",
        "/v1/uploads/upload_1/parts,        ingestion",
        "/v1/fine_tuning/jobs?limit=2,      ingestion",
        "/v1/fine_tuning/jobs/ftjob-1/report, formatting",
        "/v1/fine_tuning/jobs/ftjob-1/report.html?x=1, formatting",
        "/v1/fine_tuning/jobs/ftjob-1/queue, training",
        "/v1/fine_tuning/jobs/ftjob-1/queue/x, ingestion",
        "/v1/fine_tuning/jobs/ftjob-1/reports, ingestion",
        "/v1/fine_tuning/jobs/ftjob-1/report/x, ingestion",
        "/v1/models,                        deployment",
        "/v1/models/ft%3Atiny%3Aacme%3A%3A1, deployment",
        "/v1/chat/completions,              deployment",
        "/v1/completions,                   deployment",
        "/v1/evaluations/ftjob-1,           evaluation",
        "/operator/models/tiny?verify=true, deployment",
        "/operator/api-keys?limit=2,         ingestion"
    })
    void sendsEachPathToItsServiceUnchanged(String path, String service) throws IOException, InterruptedException {
        for (Service each : Service.values()) {
            serve(each, exchange -> answer(exchange, 200, each.title() + " " + exchange.getRequestURI()));
        }

        assertThat(get(path).body()).isEqualTo(service + " " + path);
    }

    @Test
    void passesBodiesHeadersAndStatusBothWays() throws IOException, InterruptedException {
        byte[] body = new byte[3_000_000];
        serve(Service.INGESTION, exchange -> {
            byte[] received = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders()
                    .add("x-authorization", exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("Retry-After", "7");
            answer(exchange, 429, "received " + received.length);
        });

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(address("/v1/files"))
                        .header("Authorization", "Bearer sk-1")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).isEqualTo("received 3000000");
        assertThat(response.headers().firstValue("x-authorization")).contains("Bearer sk-1");
        assertThat(response.headers().firstValue("retry-after")).contains("7");
    }

    @Test
    void passesRangeRequests() throws IOException, InterruptedException {
        serve(Service.INGESTION, exchange -> {
            exchange.getResponseHeaders()
                    .add("Content-Range", "for " + exchange.getRequestHeaders().getFirst("Range"));
            answer(exchange, 206, "b");
        });

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(address("/v1/files/file-1/content"))
                        .header("Range", "bytes=1-1")
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("Content-Range")).contains("for bytes=1-1");
    }

    @Test
    void passesEachServerSentEventAtOnce() throws IOException, InterruptedException {
        CountDownLatch firstArrived = new CountDownLatch(1);
        serve(Service.DEPLOYMENT, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream stream = exchange.getResponseBody()) {
                write(stream, "data: 1\n\n");
                // The second event is written only after the first has come out at the other end.
                if (await(firstArrived)) {
                    write(stream, "data: 2\n\n");
                }
            }
        });

        try (BufferedReader events = stream("/v1/chat/completions")) {
            assertThat(events.readLine()).isEqualTo("data: 1");
            firstArrived.countDown();
            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).isEqualTo("data: 2");
        }
    }

    @Test
    void tellsTheServiceWhenTheClientLeaves() throws IOException, InterruptedException {
        CountDownLatch noticed = new CountDownLatch(1);
        serve(Service.DEPLOYMENT, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream stream = exchange.getResponseBody()) {
                while (true) {
                    write(stream, "data: more\n\n");
                }
            } catch (IOException clientIsGone) {
                noticed.countDown();
            }
        });

        try (BufferedReader events = stream("/v1/chat/completions")) {
            assertThat(events.readLine()).isEqualTo("data: more");
        }

        assertThat(noticed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answersInTheErrorShapeOfTheApiWhenAServiceIsAway() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/v1/models");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertError(response, "server_error", "service_unavailable");
    }

    @Test
    void answersInTheErrorShapeOfTheApiWhenAServiceBreaksOff() throws IOException, InterruptedException {
        serve(Service.DEPLOYMENT, HttpExchange::close);

        HttpResponse<String> response = get("/v1/models");

        assertThat(response.statusCode()).isEqualTo(502);
        assertError(response, "server_error", "bad_gateway");
    }

    @ParameterizedTest
    @CsvSource({"/v2/models", "/v1/filesystem", "/v1"})
    void refusesPathsOutsideTheApi(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertError(response, "invalid_request_error", "unknown_url");
    }

    @Test
    void reachesAServiceThatHasComeBack() throws IOException, InterruptedException {
        serve(Service.DEPLOYMENT, exchange -> answer(exchange, 200, "first"));
        assertThat(get("/v1/models").body()).isEqualTo("first");
        servers.removeLast().stop(0);
        assertThat(get("/v1/models").statusCode()).isIn(502, 503);

        serve(Service.DEPLOYMENT, exchange -> answer(exchange, 200, "second"));

        assertThat(get("/v1/models").body()).isEqualTo("second");
    }

    @Test
    void listsThePathsOfTheApi() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).path("paths")).hasSameSizeAs(Routes.BY_PREFIX.keySet());
    }

    private void serve(Service service, HttpHandler handler) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), services.getOrDefault(service, 0));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", handler);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        servers.add(server);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address(path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private BufferedReader stream(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static void assertError(HttpResponse<String> response, String type, String code) throws IOException {
        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(error.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(bytes);
        }
    }

    private static void write(OutputStream stream, String text) throws IOException {
        stream.write(text.getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
