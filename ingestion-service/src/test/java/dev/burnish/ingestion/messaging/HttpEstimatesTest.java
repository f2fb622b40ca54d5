package dev.burnish.ingestion.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Hyperparameters;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.Lora;
import dev.burnish.ingestion.domain.Method;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.RefusedException.Kind;
import dev.burnish.ingestion.domain.Schedule;
import dev.burnish.ingestion.domain.StoredFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEstimatesTest {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String AUTHORIZATION = "Bearer sk-burnish-acme";
    private static final Instant NOW = Instant.parse("2026-11-24T09:30:00Z");
    private static final Job JOB = Job.submitted(
            "ftjob-0000000000000001",
            "acme",
            NOW,
            new JobSpecification(
                    "burnish-tiny",
                    "file-1",
                    "file-2",
                    "tickets",
                    42,
                    Method.SUPERVISED,
                    Hyperparameters.AUTO,
                    Lora.DEFAULT,
                    Schedule.DEFAULT,
                    Map.of("prompt_column", "question")));

    private final HttpServer formatting;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private int status = 200;
    private String answer = "{\"object\": \"fine_tuning.job.estimate\"}";

    HttpEstimatesTest() throws IOException {
        formatting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        formatting.createContext("/internal/estimates", this::answer);
        formatting.start();
    }

    @AfterEach
    void stop() {
        formatting.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorizations.addAll(exchange.getRequestHeaders().get("Authorization"));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void asksWithTheEventThatWouldAnnounceTheJobInTheCallersName() throws Exception {
        assertThat(ask()).isEqualTo(answer);

        assertThat(authorizations).containsExactly(AUTHORIZATION);
        Envelope envelope = CloudEvents.read(bodies.getFirst()).orElseThrow();
        assertThat(envelope.tenant()).isEqualTo("acme");
        DatasetSubmitted submitted = (DatasetSubmitted) envelope.event();
        FineTuningJob job = submitted.job();
        assertThat(job.tenant()).isEqualTo("acme");
        assertThat(job.seed()).isEqualTo(42);
        assertThat(submitted.trainingFile().id()).isEqualTo("file-1");
        assertThat(submitted.columns()).isEqualTo(Map.of("prompt", "question"));
    }

    @Test
    void passesOnWhyThereIsNone() {
        status = 400;
        answer = error("too large", "training_file", "file_too_large_to_estimate");
        assertThatThrownBy(this::ask).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
            assertThat(refusal).hasMessage("too large");
            assertThat(refusal.param()).isEqualTo("training_file");
            assertThat(refusal.code()).isEqualTo("file_too_large_to_estimate");
        });

        status = 503;
        answer = error("busy", null, "service_unavailable");
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessage("busy");
    }

    @Test
    void keepsToItselfWhatIsNoFaultOfTheCaller() {
        for (int unexpected : new int[] {401, 403, 404, 500}) {
            status = unexpected;
            answer = error("secret", null, null);

            assertThatThrownBy(this::ask)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void saysThatNobodyListens() {
        assertThatThrownBy(() -> ask(URI.create("http://127.0.0.1:1"), LONGEST))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void asksAgainWhereAConnectionBreaksOff() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread breaking = Thread.ofVirtual().start(() -> breakOffOnce(server));

            assertThat(ask(URI.create("http://127.0.0.1:" + server.getLocalPort()), LONGEST))
                    .isEqualTo("{}");
            breaking.join();
        }
    }

    private static void breakOffOnce(ServerSocket server) {
        try (Socket first = server.accept()) {
            first.getInputStream().read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        try (Socket second = server.accept()) {
            second.getInputStream().read();
            second.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8));
            second.shutdownOutput();
            second.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotCome() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());

            assertThatThrownBy(() -> ask(address, Duration.ofMillis(200)))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    private String ask() {
        return ask(URI.create("http://127.0.0.1:" + formatting.getAddress().getPort()), LONGEST);
    }

    private static String ask(URI formatting, Duration longest) {
        return new HttpEstimates(formatting, longest).of(JOB, file("file-1"), file("file-2"), AUTHORIZATION);
    }

    private static StoredFile file(String id) {
        Content content = new Content("tenants/acme/files/" + id, 100, "0".repeat(64));
        return new StoredFile(id, "acme", NOW, id + ".jsonl", FilePurpose.FINE_TUNE, content);
    }

    private static String error(String message, @Nullable String param, @Nullable String code) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"x\",\"param\":%s,\"code\":%s}}"
                .formatted(message, text(param), text(code));
    }

    private static String text(@Nullable String value) {
        return value == null ? "null" : "\"" + value + "\"";
    }
}
