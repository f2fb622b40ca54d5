package dev.burnish.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** PostgreSQL, Kafka and S3 as processes of their own, on free ports, with fresh data; they end with this one, however it ends. */
final class PartsProcess implements AutoCloseable {
    private static final Path LOG = Path.of("target", "parts.log");

    private final Process process;
    private final Path state;
    private final JsonNode addresses;

    private PartsProcess(Process process, Path state, JsonNode addresses) {
        this.process = process;
        this.state = state;
        this.addresses = addresses;
    }

    static PartsProcess start(Path repository) {
        Path libraries = repository.resolve("local-stack/target/local-stack/lib");
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException(
                    libraries + " is missing: run ./mvnw -pl local-stack,local-stack/storage package -DskipTests");
        }
        try {
            Path state = Files.createTempDirectory("burnish-parts");
            Process process = new ProcessBuilder(command(libraries, state))
                    .redirectError(ProcessBuilder.Redirect.to(LOG.toFile()))
                    .start();
            return new PartsProcess(process, state, addresses(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path libraries, Path state) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-cp", libraries + "/*", "dev.burnish.local.Main", "parts", "--state", state.toString());
    }

    private static JsonNode addresses(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the parts did not start, see " + LOG.toAbsolutePath());
        }
        return new ObjectMapper().readTree(line);
    }

    /** What the {@code parts} command has printed. */
    JsonNode addresses() {
        return addresses;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
