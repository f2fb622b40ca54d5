package dev.burnish.ingestion.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A system of a tenant that listens to webhooks on loopback, and answers as it is told to. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    /** A request that came. */
    public record Call(String body, Map<String, List<String>> headers) {}

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(body, Map.copyOf(exchange.getRequestHeaders())));
            Integer status = answers.poll();
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        }
    }

    /** The statuses of the next answers; 204 after them. */
    public Receiver answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Call> calls() {
        return calls;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
