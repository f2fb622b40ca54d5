package dev.burnish.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.burnish.local.process.ProcessId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as somebody types it, against an API that answers from a script. */
@Timeout(60)
class ModelsCommandTest {
    private static final String KEY = "sk-burnish-0";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path state = Path.of("");

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private final List<String> requests = new ArrayList<>();
    private final HttpServer server;
    private int status = 200;
    private String answer = "{}";

    ModelsCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() throws IOException {
        server.createContext("/", this::answer);
        server.start();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        writeState(ProcessId.of(ProcessHandle.current()));
    }

    @AfterEach
    void stop() {
        System.setOut(realOutput);
        System.setErr(realErrors);
        server.stop(0);
    }

    @Test
    void addsTheFolderByItsAbsolutePath() {
        status = 201;
        answer = """
                {"name":"smol","family":"llama","parameters":134515008,"context_length":8192,"bytes":269060552,"added":"2026-11-24T09:30:00Z","files":[]}""";

        assertThat(run("add", "models/../smol", "--name", "smol")).isZero();

        assertThat(requests)
                .containsExactly("POST /operator/models Bearer %s {\"directory\":\"%s\",\"name\":\"smol\"}"
                        .formatted(KEY, Path.of("smol").toAbsolutePath()));
        assertThat(output()).endsWith("Added smol: llama, 134.5M parameters, context of 8,192 tokens, 256.6 MiB.\n");
    }

    @Test
    void leavesTheNameToTheStack() {
        status = 201;

        assertThat(run("add", "/models/smol")).isZero();

        assertThat(requests.getFirst()).endsWith("{\"directory\":\"/models/smol\"}");
    }

    @Test
    void saysWhatIsWrongWithAModel() {
        status = 400;
        answer = """
                {"error":{"message":"tokenizer.json: is missing.","type":"invalid_request_error","param":"directory","code":"model_files_incomplete"}}""";

        assertThat(run("add", "smol")).isEqualTo(1);

        assertThat(errors()).isEqualTo("tokenizer.json: is missing.\n");
    }

    @Test
    void listsModelsInATable() {
        answer = """
                {"object":"list","data":[
                  {"name":"burnish-tiny","family":"llama","parameters":4250000,"context_length":1024,"bytes":8700000,"added":"2026-11-24T09:30:00Z","imported":false,"intact":null,"problem":null,"loaded":{"weights":"int8","adapters":1,"sequences":3}},
                  {"name":"large","family":"llama","parameters":1235814400,"context_length":131072,"bytes":2471628800,"added":"2026-11-24T09:31:59.123Z","imported":true,"intact":true,"problem":null,"loaded":null},
                  {"name":"odd","family":null,"parameters":null,"context_length":null,"bytes":7,"added":"2026-11-24T09:32:00Z","imported":false,"intact":null,"problem":"config.json: hidden_size: is missing."}]}""";

        assertThat(run("list", "--verify")).isZero();

        assertThat(requests).containsExactly("GET /operator/models?verify=true Bearer " + KEY + " ");
        assertThat(output()).isEqualTo("""
                NAME          FAMILY  PARAMETERS  CONTEXT  SIZE     ADDED             IN MEMORY        FILES
                burnish-tiny  llama   4.3M        1024     8.3 MiB  2026-11-24 09:30  int8, 1 adapter  not imported
                large         llama   1.2B        131072   2.3 GiB  2026-11-24 09:31  -                as imported
                odd           -       -           -        0.0 MiB  2026-11-24 09:32  -                config.json: hidden_size: is missing.
                """);
    }

    @Test
    void removesAModelByItsName() {
        assertThat(run("remove", "a b")).isZero();

        assertThat(requests).containsExactly("DELETE /operator/models/a%20b Bearer " + KEY + " ");
        assertThat(output()).isEqualTo("Removed a b.\n");
    }

    @Test
    void saysThatTheStackDoesNotRun() throws IOException {
        Files.delete(state.resolve("run/state.json"));

        assertThat(run("list")).isEqualTo(1);

        assertThat(errors()).contains("The stack does not run").contains("./burnish up");
        assertThat(requests).isEmpty();
    }

    @Test
    void saysThatTheStackDoesNotAnswerYet() {
        server.stop(0);

        assertThat(run("list")).isEqualTo(1);

        assertThat(errors()).contains("does not answer at").contains("./burnish status");
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(output()).contains("add", "list", "remove");
        assertThat(new CommandLine(new ModelsCommand()).execute()).isEqualTo(2);
        assertThat(errors()).contains("Missing required subcommand");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--help")) {
            all.addAll(List.of("--state", state.toString()));
        }
        return new CommandLine(new ModelsCommand()).execute(all.toArray(String[]::new));
    }

    private String output() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private void writeState(ProcessId supervisor) throws IOException {
        ObjectNode running = JSON.createObjectNode();
        running.set("supervisor", JSON.valueToTree(supervisor));
        running.put("gateway", "http://127.0.0.1:" + server.getAddress().getPort());
        running.put("api_key", KEY);
        running.put("ready", true);
        running.putArray("members");
        Files.createDirectories(state.resolve("run"));
        Files.writeString(state.resolve("run/state.json"), running.toString());
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add("%s %s %s %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
