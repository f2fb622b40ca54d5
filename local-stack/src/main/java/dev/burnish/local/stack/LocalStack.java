package dev.burnish.local.stack;

import dev.burnish.local.layout.Secrets;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.parts.Parts;
import dev.burnish.local.parts.PartsAddresses;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.ProcessGroup;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Parts, services and gateway of one state directory, each a process of its own that is started again when it dies. The processes' names are {@code postgresql}, {@code kafka},
 * {@code storage}, {@code gateway} and those of the {@linkplain Service#title() services}.
 */
public final class LocalStack implements AutoCloseable {
    /** Who the API key of a local stack belongs to. */
    public static final String TENANT = "local";

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final StackSettings settings;
    private final StateDirectory state;
    private final Registry registry;
    private final Parts parts;
    private final List<ManagedProcess> services;
    private final ManagedProcess gateway;
    private final String apiKey;
    private boolean closed;

    private LocalStack(StackSettings settings, Registry registry) throws IOException {
        this.settings = settings;
        this.state = settings.state();
        this.registry = registry;
        apiKey = Secrets.apiKey(state);
        Map<Service, Integer> ports = new EnumMap<>(Service.class);
        int gatewayPort = settings.ports().choose(8080);
        for (Service service : Service.values()) {
            ports.put(service, settings.ports().choose(service.port()));
        }
        parts = new Parts(settings.installation(), state, settings.ports(), registry);
        Programs programs = new Programs(settings.installation(), state, ports);
        programs.check();
        if (settings.models().equals(state.models())) {
            ShippedModels.copy(settings.installation().models(), state.models());
        }
        services = new CopyOnWriteArrayList<>();
        for (Service service : Service.values()) {
            services.add(manage(programs, service, service.title()));
        }
        gateway = new ManagedProcess(programs.gateway(gatewayPort), registry);
        for (ManagedProcess process : processes()) {
            state.startNewLog(process.component().name());
        }
    }

    /**
     * A stack that is not started yet, on its claimed state directory.
     *
     * @throws AlreadyRunningException if another process runs a stack in the same directory
     */
    public static LocalStack claim(StackSettings settings) throws IOException, InterruptedException {
        Registry registry = Registry.claim(settings.state(), settings.events());
        try {
            return new LocalStack(settings, registry);
        } catch (IOException e) {
            registry.close();
            throw e;
        }
    }

    /** Claims the directory and starts everything; whatever has started is stopped again if something fails. */
    public static LocalStack start(StackSettings settings) throws IOException, InterruptedException {
        LocalStack stack = claim(settings);
        try {
            stack.launch();
            return stack;
        } catch (IOException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    private ManagedProcess manage(Programs programs, Service service, String name) throws IOException {
        String apiKeys = TENANT + ":" + sha256(apiKey) + ":operator";
        return new ManagedProcess(
                programs.service(
                        service,
                        name,
                        settings.ports().choose(service.managementPort()),
                        Programs.settings(service, parts.addresses(), settings.models(), apiKeys),
                        settings.environment().getOrDefault(service, Map.of())),
                registry);
    }

    /** One more process of a service, called {@code <service>-2} and so on, to which the gateway sends nothing; returns once it is ready. */
    public ManagedProcess startAnother(Service service) throws IOException, InterruptedException {
        long earlier = services.stream()
                .filter(process -> process.component().name().startsWith(service.title()))
                .count();
        Programs programs = new Programs(
                settings.installation(), state, Map.of(service, settings.ports().choose(service.port())));
        ManagedProcess another = manage(programs, service, service.title() + "-" + (earlier + 1));
        services.add(another);
        another.start();
        another.awaitReady();
        return another;
    }

    /** Returns once everything is ready. */
    public void launch() throws IOException, InterruptedException {
        registry.announce(gateway().toString(), apiKey);
        gateway.start();
        parts.start();
        new ProcessGroup(services).start();
        gateway.awaitReady();
        registry.allReady();
    }

    /** The base address, without {@code /v1}. */
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + gateway.component().port());
    }

    public String apiKey() {
        return apiKey;
    }

    public PartsAddresses parts() {
        return parts.addresses();
    }

    public ManagedProcess process(Service service) {
        return process(service.title());
    }

    public ManagedProcess process(String name) {
        return processes().stream()
                .filter(process -> process.component().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No process of the stack is called " + name + "."));
    }

    public Path log(String name) {
        return state.log(name);
    }

    /** Stops the gateway, then the services, then the parts; returns once all are gone. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            gateway.end(GRACE);
            new ProcessGroup(services).end(GRACE);
            parts.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the stack was being stopped.");
        }
        registry.close();
    }

    private List<ManagedProcess> processes() {
        return Stream.of(parts.processes(), services, List.of(gateway))
                .flatMap(List::stream)
                .toList();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
