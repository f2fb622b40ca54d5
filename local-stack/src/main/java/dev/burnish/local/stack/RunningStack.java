package dev.burnish.local.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.local.layout.Secrets;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What one state directory's stack consists of right now, for other processes to find: {@code run/state.json}.
 *
 * @param supervisor the process that looks after all others
 * @param gateway the base address, without {@code /v1}
 * @param ready whether all members have been ready
 */
public record RunningStack(
        ProcessId supervisor,
        String gateway,
        @JsonProperty("api_key") String apiKey,
        boolean ready,
        List<Member> members) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One process; {@code health} is empty where it has no such address. */
    public record Member(String name, int port, String health, ProcessId process, String log) {}

    /** Empty if nothing runs, or is known to have run and not ended in order. */
    public static Optional<RunningStack> read(StateDirectory state) throws IOException {
        Path file = file(state);
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), RunningStack.class)) : Optional.empty();
    }

    void write(StateDirectory state) throws IOException {
        Path next = state.run("state.json.next");
        Secrets.writePrivately(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        Files.move(next, file(state), StandardCopyOption.ATOMIC_MOVE);
    }

    static void delete(StateDirectory state) throws IOException {
        Files.deleteIfExists(file(state));
    }

    private static Path file(StateDirectory state) {
        return state.run("state.json");
    }
}
