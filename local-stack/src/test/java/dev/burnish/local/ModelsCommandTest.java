package dev.burnish.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as somebody types it, against an API that answers from a script. */
@Timeout(60)
class ModelsCommandTest {
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
    void addsTheFolderByItsAbsolutePath() {
        stack.answer(201, """
                {"name":"smol","family":"llama","parameters":134515008,"context_length":8192,"bytes":269060552,"added":"2026-11-24T09:30:00Z","files":[]}""");

        assertThat(run("add", "models/../smol", "--name", "smol")).isZero();

        assertThat(stack.requests())
                .containsExactly("POST /operator/models Bearer %s {\"directory\":\"%s\",\"name\":\"smol\"}"
                        .formatted(ScriptedStack.KEY, Path.of("smol").toAbsolutePath()));
        assertThat(stack.output())
                .endsWith("Added smol: llama, 134.5M parameters, context of 8,192 tokens, 256.6 MiB.\n");
    }

    @Test
    void leavesTheNameToTheStack() {
        stack.answer(201, "{}");

        assertThat(run("add", "/models/smol")).isZero();

        assertThat(stack.requests().getFirst()).endsWith("{\"directory\":\"/models/smol\"}");
    }

    @Test
    void saysWhatIsWrongWithAModel() {
        stack.answer(400, """
                {"error":{"message":"tokenizer.json: is missing.","type":"invalid_request_error","param":"directory","code":"model_files_incomplete"}}""");

        assertThat(run("add", "smol")).isEqualTo(1);

        assertThat(stack.errors()).isEqualTo("tokenizer.json: is missing.\n");
    }

    @Test
    void listsModelsInATable() {
        stack.answer(200, """
                {"object":"list","data":[
                  {"name":"burnish-tiny","family":"llama","parameters":4250000,"context_length":1024,"bytes":8700000,"added":"2026-11-24T09:30:00Z","imported":false,"intact":null,"problem":null,"loaded":{"weights":"int8","adapters":1,"sequences":3}},
                  {"name":"large","family":"llama","parameters":1235814400,"context_length":131072,"bytes":2471628800,"added":"2026-11-24T09:31:59.123Z","imported":true,"intact":true,"problem":null,"loaded":null},
                  {"name":"odd","family":null,"parameters":null,"context_length":null,"bytes":7,"added":"2026-11-24T09:32:00Z","imported":false,"intact":null,"problem":"config.json: hidden_size: is missing."}]}""");

        assertThat(run("list", "--verify")).isZero();

        assertThat(stack.requests())
                .containsExactly("GET /operator/models?verify=true Bearer " + ScriptedStack.KEY + " ");
        assertThat(stack.output()).isEqualTo("""
                NAME          FAMILY  PARAMETERS  CONTEXT  SIZE     ADDED             IN MEMORY        FILES
                burnish-tiny  llama   4.3M        1024     8.3 MiB  2026-11-24 09:30  int8, 1 adapter  not imported
                large         llama   1.2B        131072   2.3 GiB  2026-11-24 09:31  -                as imported
                odd           -       -           -        0.0 MiB  2026-11-24 09:32  -                config.json: hidden_size: is missing.
                """);
    }

    @Test
    void removesAModelByItsName() {
        assertThat(run("remove", "a b")).isZero();

        assertThat(stack.requests()).containsExactly("DELETE /operator/models/a%20b Bearer " + ScriptedStack.KEY + " ");
        assertThat(stack.output()).isEqualTo("Removed a b.\n");
    }

    @Test
    void saysThatTheStackDoesNotRun() throws IOException {
        stack.forget();

        assertThat(run("list")).isEqualTo(1);

        assertThat(stack.errors()).contains("The stack does not run").contains("./burnish up");
        assertThat(stack.requests()).isEmpty();
    }

    @Test
    void saysThatTheStackDoesNotAnswerYet() {
        stack.stopListening();

        assertThat(run("list")).isEqualTo(1);

        assertThat(stack.errors()).contains("does not answer at").contains("./burnish status");
    }

    @Test
    void explainsItself() {
        assertThat(run("--help")).isZero();
        assertThat(stack.output()).contains("add", "list", "remove");
        assertThat(new CommandLine(new ModelsCommand()).execute()).isEqualTo(2);
        assertThat(stack.errors()).contains("Missing required subcommand");
    }

    private int run(String... arguments) {
        return stack.run(new ModelsCommand(), arguments);
    }
}
