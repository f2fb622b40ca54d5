package dev.burnish.llm.benchmarks;

import static java.util.Objects.requireNonNull;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One side of a comparison: reads a JSON object per line from the standard input, does what its field {@code do} says, and answers with a JSON object per line. It ends with the input.
 */
final class Side {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Command> commands = new TreeMap<>();

    /** What a line asks for. */
    @FunctionalInterface
    interface Command {

        /** @return what the answering line holds */
        Map<String, ?> run(JsonNode request) throws Exception;
    }

    Side() {
        on("peak", request -> Map.of("bytes", peakMemory()));
        on("rates", request -> new Rates().measure(request));
        on("profile", this::profile);
    }

    Side on(String name, Command command) {
        commands.put(name, command);
        return this;
    }

    /** A round whose operators are written to {@code file} as a trace of the Chrome format. */
    private Map<String, ?> profile(JsonNode request) throws Exception {
        Command round = requireNonNull(commands.get("round"), "this side has no rounds");
        JniUtils.startProfile(false, true, false);
        try {
            return round.run(request);
        } finally {
            JniUtils.stopProfile(request.path("file").asText());
        }
    }

    /** Answers until the input ends, on the engine's thread. */
    void serve(int threads) throws Exception {
        try (Engine engine = Engine.start(threads)) {
            answer((command, request) -> engine.call(() -> command.run(request)));
        }
    }

    /** As {@link #serve(int)}, without an engine. */
    void serve() throws Exception {
        answer(Command::run);
    }

    /** How a command is run. */
    private interface Caller {
        Map<String, ?> call(Command command, JsonNode request) throws Exception;
    }

    private void answer(Caller caller) throws Exception {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode request = JSON.readTree(line);
                Command command = commands.get(request.path("do").asText());
                if (command == null) {
                    throw new IllegalArgumentException("do is none of " + commands.keySet() + " in " + line);
                }
                answers.println(JSON.writeValueAsString(caller.call(command, request)));
            }
        }
    }

    /** The most memory this process has held, in bytes. */
    private static long peakMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/self/status tells no VmHWM");
    }
}
