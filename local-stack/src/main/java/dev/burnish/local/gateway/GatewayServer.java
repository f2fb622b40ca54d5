package dev.burnish.local.gateway;

import dev.burnish.local.layout.Service;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Listens on {@code GATEWAY_PORT} and forwards to the services' ports, {@code INGESTION_PORT} and so on. Ends when its standard input closes, so that it never outlives the process
 * that started it.
 */
public final class GatewayServer {
    private GatewayServer() {}

    public static void main(String[] arguments) throws IOException {
        Map<Service, Integer> services = new EnumMap<>(Service.class);
        Arrays.stream(Service.values()).forEach(service -> services.put(service, port(service.name())));
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        Gateway.listen(vertx, port("GATEWAY"), services).onFailure(failure -> {
            System.err.println("The gateway cannot listen: " + failure.getMessage());
            System.exit(1);
        });
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static int port(String name) {
        return Integer.parseInt(Objects.requireNonNull(
                System.getenv(name + "_PORT"), () -> "The environment variable " + name + "_PORT is missing."));
    }
}
