package dev.burnish.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.local.stack.LocalStack;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages the API keys of a stack that is up. */
@Command(
        name = "keys",
        description = "Makes API keys for the stack that is up, lists and revokes them.",
        subcommands = {KeysCommand.Create.class, KeysCommand.Listing.class, KeysCommand.Revoke.class})
final class KeysCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {}

    /** Makes a key. */
    @Command(
            name = "create",
            description = {"Makes an API key and prints it, this once. All services know it within a second."})
    static final class Create implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "NAME", description = "What the key is for, such as the program that has it.")
        private String name = "";

        @Option(
                names = "--tenant",
                paramLabel = "TENANT",
                description = "Whose files, jobs and models the key opens; ${DEFAULT-VALUE} by default.")
        private String tenant = LocalStack.TENANT;

        @Option(
                names = "--scopes",
                paramLabel = "SCOPE",
                split = ",",
                description =
                        "What it may do, with commas between: read, write, inference, operator; the first three by default.")
        private @Nullable List<String> scopes;

        @Option(
                names = "--days",
                paramLabel = "DAYS",
                description = "After how many days it opens nothing any more; never by default.")
        private @Nullable Long days;

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return RunningApi.call(common.state(), api -> {
                JsonNode key = api.createKey(asked());
                output.printf(
                        "Made %s for tenant %s with the scopes %s. The key is shown this once:%n%n  %s%n",
                        key.path("id").asText(),
                        key.path("tenant").asText(),
                        scopes(key),
                        key.path("value").asText());
            });
        }

        private ObjectNode asked() {
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            key.put("tenant", tenant).put("name", name);
            if (scopes != null) {
                scopes.forEach(key.putArray("scopes")::add);
            }
            if (days != null) {
                key.put("expires_at", Instant.now().plus(Duration.ofDays(days)).getEpochSecond());
            }
            return key;
        }
    }

    /** Lists the keys. */
    @Command(name = "list", description = "Lists the API keys that were made, newest first, revoked ones too.")
    static final class Listing implements Callable<Integer> {
        private static final List<String> HEAD =
                List.of("ID", "TENANT", "NAME", "KEY", "SCOPES", "CREATED", "EXPIRES", "STATE");

        @Mixin
        private CommonOptions common = new CommonOptions();

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return RunningApi.call(common.state(), api -> {
                List<List<String>> rows = new ArrayList<>(List.of(HEAD));
                api.keys().forEach(key -> rows.add(row(key)));
                output.print(Table.text(rows));
            });
        }

        private static List<String> row(JsonNode key) {
            return List.of(
                    key.path("id").asText(),
                    key.path("tenant").asText(),
                    key.path("name").asText(),
                    key.path("redacted_value").asText(),
                    scopes(key),
                    time(key.path("created_at")),
                    key.path("expires_at").isNumber() ? time(key.path("expires_at")) : "never",
                    state(key));
        }

        private static String state(JsonNode key) {
            if (key.path("revoked_at").isNumber()) {
                return "revoked";
            }
            JsonNode expiry = key.path("expires_at");
            boolean expired =
                    expiry.isNumber() && expiry.asLong() <= Instant.now().getEpochSecond();
            return expired ? "expired" : "valid";
        }

        private static String time(JsonNode seconds) {
            return Instant.ofEpochSecond(seconds.asLong()).toString();
        }
    }

    /** Revokes a key. */
    @Command(name = "revoke", description = "Revokes an API key for good. All services know it within a second.")
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ID", description = "The key's id, key_…, as list shows it.")
        private String id = "";

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return RunningApi.call(common.state(), api -> {
                api.revokeKey(id);
                output.println("Revoked " + id + ".");
            });
        }
    }

    /** Such as {@code read, write}. */
    private static String scopes(JsonNode key) {
        List<String> scopes = new ArrayList<>();
        key.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return String.join(", ", scopes);
    }
}
