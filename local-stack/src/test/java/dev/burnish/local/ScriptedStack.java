package dev.burnish.local;

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
import picocli.CommandLine;

/** A stack that seems to be up, with an API that answers from a script; commands run against it as somebody types them, and what they print is kept. */
final class ScriptedStack implements AutoCloseable {
    static final String KEY = "sk-burnish-0";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path state;
    private final HttpServer server;
    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private final List<String> requests = new ArrayList<>();
    private int status = 200;
    private String answer = "{}";

    ScriptedStack(Path state) throws IOException {
        this.state = state;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        writeState();
    }

    void answer(int withStatus, String json) {
        status = withStatus;
        answer = json;
    }

    /** The exit code. */
    int run(Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--help")) {
            all.addAll(List.of("--state", state.toString()));
        }
        return new CommandLine(command).execute(all.toArray(String[]::new));
    }

    /** Each with method, path, authorization and body. */
    List<String> requests() {
        return requests;
    }

    String output() {
        return written.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    /** The stack is down. */
    void forget() throws IOException {
        Files.delete(state.resolve("run/state.json"));
    }

    /** The stack is up and its API does not listen. */
    void stopListening() {
        server.stop(0);
    }

    @Override
    public void close() {
        System.setOut(realOutput);
        System.setErr(realErrors);
        server.stop(0);
    }

    private void writeState() throws IOException {
        ObjectNode running = JSON.createObjectNode();
        running.set("supervisor", JSON.valueToTree(ProcessId.of(ProcessHandle.current())));
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
