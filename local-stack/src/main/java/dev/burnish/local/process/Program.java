package dev.burnish.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What to run.
 *
 * @param environment added to this process's own
 * @param stopSignal what asks it to end, such as {@code TERM}
 */
public record Program(List<String> command, Map<String, String> environment, String stopSignal) {
    private static final List<String> OWN_SESSION = ownSession();

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** {@code java} of the running JDK with {@code options}, which name the main class or jar. */
    public static Program java(List<String> options, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        return new Program(command, environment, "TERM");
    }

    /** The jars of a folder in a fixed order: an archive of loaded classes fits one class path only. */
    public static String classPath(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            List<String> sorted = jars.map(Path::toString)
                    .filter(jar -> jar.endsWith(".jar"))
                    .sorted()
                    .toList();
            return String.join(File.pathSeparator, sorted);
        }
    }

    /** Starts it. Its standard input stays open as long as this process lives. */
    Process start(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        List<String> line = new ArrayList<>(OWN_SESSION);
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return builder.start();
    }

    // In a session of its own, a child does not get a terminal's Ctrl-C: this process stops its children one after
    // another instead.
    private static List<String> ownSession() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }
}
