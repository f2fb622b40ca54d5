package dev.burnish.local.stack;

import dev.burnish.local.gateway.GatewayServer;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.parts.PartsAddresses;
import dev.burnish.local.process.Component;
import dev.burnish.local.process.Health;
import dev.burnish.local.process.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The services and the gateway as components, with the settings of docs/architecture.md. */
record Programs(Installation installation, StateDirectory state, Map<Service, Integer> ports) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    Component gateway(int port) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GATEWAY_PORT", Integer.toString(port));
        ports.forEach(
                (service, servicePort) -> environment.put(service.name() + "_PORT", Integer.toString(servicePort)));
        URI index = URI.create("http://127.0.0.1:" + port + "/");
        return new Component(
                "gateway",
                port,
                Optional.of(index),
                state.log("gateway"),
                () -> Program.java(
                        List.of(
                                "-Xmx96m",
                                "-Xss512k",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dvertx.disableFileCPResolving=true",
                                "-cp",
                                Program.classPath(installation.localStackJars()),
                                GatewayServer.class.getName()),
                        environment),
                () -> Health.isUp(index),
                PATIENCE);
    }

    /** @param environment wins over everything else that is set here; read at every start */
    Component service(
            Service service,
            String name,
            int managementPort,
            Map<String, String> settings,
            Map<String, String> environment) {
        URI health = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
        Map<String, String> all = new HashMap<>(settings);
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port(service)));
        all.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        if (service == Service.INGESTION) {
            all.put("BURNISH_FORMATTING_URL", "http://127.0.0.1:" + port(Service.FORMATTING));
        }
        if (service.runsModels()) {
            // Threads of libtorch wait some microseconds for work, then leave the processor to the other processes.
            all.put("GOMP_SPINCOUNT", "10000");
            // Memory of a training step is kept for the next one rather than mapped anew: a tenth of a step's time.
            all.put("MALLOC_MMAP_THRESHOLD_", Integer.toString(32 << 20));
            all.put("MALLOC_TOP_PAD_", Integer.toString(64 << 20));
            all.put("MALLOC_TRIM_THRESHOLD_", Integer.toString(512 << 20));
        }
        return new Component(
                name,
                port(service),
                Optional.of(health),
                state.log(name),
                () -> serviceProgram(service, all, environment),
                () -> Health.isUp(health),
                PATIENCE);
    }

    /** What every service reads; the database's address differs. */
    static Map<String, String> settings(Service service, PartsAddresses parts, Path models, String apiKeys) {
        return Map.ofEntries(
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", parts.kafka()),
                Map.entry("QUARKUS_DATASOURCE_JDBC_URL", parts.postgres().jdbcUrl(service.title())),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", parts.postgres().user()),
                Map.entry("QUARKUS_DATASOURCE_PASSWORD", parts.postgres().password()),
                Map.entry("BURNISH_STORAGE_ENDPOINT", parts.storage().endpoint()),
                Map.entry("BURNISH_STORAGE_ACCESS_KEY", parts.storage().accessKey()),
                Map.entry("BURNISH_STORAGE_SECRET_KEY", parts.storage().secretKey()),
                Map.entry("BURNISH_STORAGE_BUCKET", parts.storage().bucket()),
                Map.entry("BURNISH_STORAGE_REGION", parts.storage().region()),
                Map.entry("BURNISH_MODELS_DIRECTORY", models.toString()),
                Map.entry("BURNISH_API_KEYS", apiKeys),
                // Whoever runs the stack listens on the same machine.
                Map.entry("BURNISH_WEBHOOKS_PRIVATE_NETWORKS", "true"));
    }

    /** Fails if a service has not been packaged. */
    void check() throws IOException {
        for (Service service : Service.values()) {
            Path jar = installation.serviceJar(service);
            if (!Files.exists(jar)) {
                throw new IOException("The " + service.title() + " service is not built: " + jar
                        + " is missing. Build it with ./mvnw package -DskipTests -pl " + service.title()
                        + "-service -am.");
            }
        }
    }

    private Program serviceProgram(Service service, Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(environment);
        List<String> options = new ArrayList<>(List.of(
                service.runsModels() ? "-Xmx512m" : "-Xmx256m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                // Halves the processor time of a start; what is computed for long is computed in libtorch.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        options.addAll(List.of("-jar", installation.serviceJar(service).toString()));
        return Program.java(options, all);
    }

    private int port(Service service) {
        return Objects.requireNonNull(ports.get(service));
    }
}
