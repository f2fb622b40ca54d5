package dev.burnish.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeysCommandTest {
    private static final String MADE = """
            {"object":"api_key","id":"key_1","tenant":"acme","name":"ci","scopes":["read","write"],"value":"sk-burnish-abcd"}""";

    @TempDir
    private Path state = Path.of("");

    private ScriptedStack stack;

    @BeforeEach
    void serve() throws IOException {
        stack = new ScriptedStack(state);
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void printsTheKeyThatItHasMade() {
        stack.answer(200, MADE);

        assertThat(run("create", "ci", "--tenant", "acme", "--scopes", "read,write"))
                .isZero();

        assertThat(stack.requests())
                .containsExactly("POST /operator/api-keys Bearer " + ScriptedStack.KEY
                        + " {\"tenant\":\"acme\",\"name\":\"ci\",\"scopes\":[\"read\",\"write\"]}");
        assertThat(stack.output()).isEqualTo("""
                Made key_1 for tenant acme with the scopes read, write. The key is shown this once:

                  sk-burnish-abcd
                """);
    }

    @Test
    void leavesScopesAndTenantToTheStacksDefaults() {
        stack.answer(200, MADE);

        assertThat(run("create", "ci")).isZero();

        assertThat(stack.requests().getFirst()).endsWith(" {\"tenant\":\"local\",\"name\":\"ci\"}");
    }

    @Test
    void countsDaysFromNow() {
        stack.answer(200, MADE);
        long earliest = Instant.now().plus(Duration.ofDays(90)).getEpochSecond();

        assertThat(run("create", "ci", "--days", "90")).isZero();

        Matcher expiry = Pattern.compile("\"expires_at\":([0-9]+)")
                .matcher(stack.requests().getFirst());
        assertThat(expiry.find()).isTrue();
        assertThat(Long.parseLong(expiry.group(1))).isBetween(earliest, earliest + 60);
    }

    @Test
    void saysWhatIsWrong() {
        stack.answer(400, """
                {"error":{"message":"Invalid 'scopes': give at least one of read.","type":"invalid_request_error","param":"scopes","code":"invalid_value"}}""");

        assertThat(run("create", "ci", "--scopes", "all")).isEqualTo(1);

        assertThat(stack.errors()).isEqualTo("Invalid 'scopes': give at least one of read.\n");
    }

    @Test
    void listsKeysInATable() {
        stack.answer(200, """
                {"object":"list","has_more":false,"last_id":"key_1","data":[
                  {"id":"key_3","tenant":"acme","name":"app","scopes":["inference"],"redacted_value":"sk-burnish-...ab12","created_at":1795512345,"expires_at":4102444800,"revoked_at":null},
                  {"id":"key_2","tenant":"acme","name":"old","scopes":["read","write"],"redacted_value":"sk-burnish-...cd34","created_at":1795512345,"expires_at":1,"revoked_at":null},
                  {"id":"key_1","tenant":"globex","name":"ci","scopes":["operator"],"redacted_value":"sk-burnish-...ef56","created_at":1795512345,"expires_at":null,"revoked_at":1795512400}]}""");

        assertThat(run("list")).isZero();

        String[] lines = stack.output().split("\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0].split(" {2,}"))
                .containsExactly("ID", "TENANT", "NAME", "KEY", "SCOPES", "CREATED", "EXPIRES", "STATE");
        assertThat(lines[1].split(" {2,}"))
                .containsExactly(
                        "key_3",
                        "acme",
                        "app",
                        "sk-burnish-...ab12",
                        "inference",
                        "2026-11-24T09:25:45Z",
                        "2100-01-01T00:00:00Z",
                        "valid");
        assertThat(lines[2]).contains("read, write").endsWith("expired");
        assertThat(lines[3]).contains("never").endsWith("revoked");
    }

    @Test
    void revokesAKeyByItsId() {
        assertThat(run("revoke", "key_1")).isZero();

        assertThat(stack.requests())
                .containsExactly("DELETE /operator/api-keys/key_1 Bearer " + ScriptedStack.KEY + " ");
        assertThat(stack.output()).isEqualTo("Revoked key_1.\n");
    }

    @Test
    void saysThatTheStackDoesNotRun() throws IOException {
        stack.forget();

        assertThat(run("list")).isEqualTo(1);

        assertThat(stack.errors()).contains("The stack does not run").contains("./burnish up");
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(stack.output()).contains("create", "list", "revoke");
    }

    private int run(String... arguments) {
        return stack.run(new KeysCommand(), arguments);
    }
}
