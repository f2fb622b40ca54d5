package dev.burnish.kit.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A provider with OpenAI's API over HTTP, which answers each request as it was told; what it was not told of is not found. */
public final class ScriptedProvider implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private record Answer(int status, String contentType, String body) {}

    /**
     * What was asked.
     *
     * @param what method and path, without the query
     * @param authorization the header, or an empty text
     */
    public record Request(String what, String authorization, String body) {}

    public ScriptedProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1", this::handle);
        server.start();
    }

    /** Its address as a client needs it. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** @param what method and path, such as {@code GET /v1/models} */
    public ScriptedProvider answers(String what, int status, String json) {
        answers.put(what, new Answer(status, "application/json", json));
        return this;
    }

    /** The same with a stream of events. */
    public ScriptedProvider streams(String what, String events) {
        answers.put(what, new Answer(200, "text/event-stream", events));
        return this;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<Request> requests(String what) {
        return requests.stream().filter(request -> request.what().equals(what)).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(what, authorization == null ? "" : authorization, body));
            Answer answer = answers.getOrDefault(
                    what,
                    new Answer(404, "application/json", "{\"error\": {\"message\": \"not found: " + what + "\"}}"));
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType);
            exchange.sendResponseHeaders(answer.status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
