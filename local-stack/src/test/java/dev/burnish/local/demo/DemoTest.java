package dev.burnish.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.burnish.local.api.ApiFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo against an API that answers from a script. */
@Timeout(60)
class DemoTest {
    private static final String EXAMPLE =
            "{\"messages\":[{\"role\":\"system\",\"content\":\"File the mail.\"},{\"role\":\"user\",\"content\":\"Hi\"}]}\n";
    private static final String STARTED =
            "{\"id\":\"ftevent-1\",\"type\":\"message\",\"message\":\"Fine-tuning job started\",\"data\":{}}";
    private static final String METRICS = """
            {"id":"ftevent-%d","type":"metrics","message":"Step %d/90","data":{"step":%d,"total_steps":90,"train_loss":0.25,"tokens_per_second":1234.4,"seconds_left":75}}""";

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> requests = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private HttpServer server;

    DemoTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", this::answer);
        server.start();
        script("POST /v1/files", "{\"id\":\"file-1\"}");
        script("POST /v1/fine_tuning/jobs", "{\"id\":\"ftjob-1\"}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tellsWhatTheJobDoesAndWhatHasBecomeBetter() throws Exception {
        script(
                "GET /v1/fine_tuning/jobs/ftjob-1",
                "{\"status\":\"running\"}",
                "{\"status\":\"succeeded\",\"fine_tuned_model\":\"ft:burnish-tiny:local:tickets:1\"}");
        script(
                "GET /v1/fine_tuning/jobs/ftjob-1/events",
                "{\"data\":[" + STARTED + "]}",
                "{\"data\":[" + METRICS.formatted(2, 45, 45) + "," + STARTED + "]}");
        script("GET /v1/fine_tuning/jobs/ftjob-1/report.html", "<!DOCTYPE html>");
        script("GET /v1/evaluations/ftjob-1", """
                {"object":"evaluation","examples":40,"base":{"loss":4.25,"perplexity":70.1,"exact_match":0.0},"tuned":{"loss":0.03,"perplexity":1.03,"exact_match":0.975}}""");
        script(
                "POST /v1/chat/completions",
                "{\"choices\":[{\"message\":{\"content\":\"the the\\nthe\"}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"{\\\"category\\\":\\\"delivery\\\"}\"}}]}");

        run();

        assertThat(output().lines())
                .containsSubsequence(
                        "  Fine-tuning job started",
                        "  [##############--------------] step 45/90, loss 0.250, 1,234 tokens/s, 1 min 15 s left",
                        "  " + folder.resolve("reports/ftjob-1.html"),
                        "On 40 examples that were kept out of training:",
                        "                     base      tuned",
                        "  loss              4.250      0.030",
                        "  perplexity        70.10       1.03",
                        "  exact match       0.0 %     97.5 %",
                        "    the the the",
                        "    {\"category\":\"delivery\"}");
        assertThat(output().split("Fine-tuning job started", -1)).hasSize(2);
        assertThat(folder.resolve("reports/ftjob-1.html")).hasContent("<!DOCTYPE html>");
        assertThat(requests.get("POST /v1/files")).contains("name=\"purpose\"", "fine-tune", EXAMPLE.strip());
        assertThat(requests.get("POST /v1/fine_tuning/jobs")).contains("\"training_file\":\"file-1\"");
        assertThat(requests.get("POST /v1/chat/completions"))
                .contains("\"model\":\"ft:burnish-tiny:local:tickets:1\"", "File the mail.");
        assertThat(requests.get("authorization")).isEqualTo("Bearer sk-burnish-1");
    }

    @Test
    void namesTheServiceThatKnowsWhyAJobFailedBeforeTraining() {
        script(
                "GET /v1/fine_tuning/jobs/ftjob-1",
                "{\"status\":\"failed\",\"error\":{\"message\":\"Line 3 is not JSON\"}}");
        script("GET /v1/fine_tuning/jobs/ftjob-1/events", "{\"data\":[]}");

        assertThatThrownBy(this::run)
                .asInstanceOf(type(JobFailedException.class))
                .satisfies(failure -> {
                    assertThat(failure).hasMessageContaining("Line 3 is not JSON");
                    assertThat(failure.service()).isEqualTo("formatting");
                });
    }

    @Test
    void namesTheServiceThatKnowsWhyAJobFailedAfterTraining() {
        script("GET /v1/fine_tuning/jobs/ftjob-1", "{\"status\":\"failed\",\"error\":null}");
        script("GET /v1/fine_tuning/jobs/ftjob-1/events", "{\"data\":[" + METRICS.formatted(2, 90, 90) + "]}");
        script("GET /v1/evaluations/ftjob-1", "{\"object\":\"evaluation\"}");

        assertThatThrownBy(this::run)
                .asInstanceOf(type(JobFailedException.class))
                .satisfies(failure -> assertThat(failure.service()).isEqualTo("deployment"));
    }

    @Test
    void passesOnWhatTheApiRefuses() {
        answers.remove("POST /v1/fine_tuning/jobs");

        assertThatThrownBy(this::run)
                .isInstanceOf(ApiFailedException.class)
                .hasMessageContaining("POST /v1/fine_tuning/jobs answered 404")
                .hasMessageContaining("nothing here");
    }

    private void run() throws IOException, InterruptedException, JobFailedException {
        Path examples = Files.writeString(folder.resolve("tickets.jsonl"), EXAMPLE);
        PrintStream output = new PrintStream(written, true, StandardCharsets.UTF_8);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        new Demo(examples, folder.resolve("reports"), output, false).run(address, "sk-burnish-1");
    }

    private String output() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** The last answer is given again and again. */
    private void script(String request, String... bodies) {
        answers.put(request, new ArrayDeque<>(List.of(bodies)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        requests.put(request, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.put("authorization", exchange.getRequestHeaders().getFirst("Authorization"));
        Deque<String> bodies = answers.get(request);
        String body = "{\"error\":{\"message\":\"nothing here\"}}";
        if (bodies != null) {
            body = bodies.size() > 1 ? bodies.removeFirst() : bodies.getFirst();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bodies == null ? 404 : 200, bytes.length);
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write(bytes);
        }
    }
}
