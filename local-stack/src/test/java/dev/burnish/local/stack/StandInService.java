package dev.burnish.local.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Takes a service's place where the services are not built: as ready as one, and tells what settings it was given. */
final class StandInService {
    private StandInService() {}

    public static void main(String[] arguments) throws IOException {
        serve(
                "QUARKUS_HTTP",
                System.getenv("QUARKUS_DATASOURCE_JDBC_URL") + " " + System.getenv("BURNISH_API_KEYS") + " "
                        + System.getenv("BURNISH_WORK_LEASE"));
        serve("QUARKUS_MANAGEMENT", "ready");
    }

    private static void serve(String prefix, String answer) throws IOException {
        InetSocketAddress address = new InetSocketAddress(
                System.getenv(prefix + "_HOST"), Integer.parseInt(System.getenv(prefix + "_PORT")));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> answer(exchange, answer));
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}
