package dev.burnish.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages the base models of a stack that is up. */
@Command(
        name = "models",
        description = "Adds base models to the stack that is up, lists and removes them.",
        subcommands = {ModelsCommand.Add.class, ModelsCommand.Listing.class, ModelsCommand.Remove.class})
final class ModelsCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {}

    /** Imports a model. */
    @Command(
            name = "add",
            description = {
                "Checks a model in Hugging Face layout, down to a first forward pass, and copies it into the stack.",
                "All services know it from then on."
            })
    static final class Add implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(
                paramLabel = "DIRECTORY",
                description = "The model's folder: config.json, safetensors, tokenizer.json and a chat template.")
        private Path directory = Path.of("");

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "What jobs and requests call the model; the folder's name by default.")
        private @Nullable String name;

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path folder = directory.toAbsolutePath().normalize();
            return RunningApi.call(common.state(), api -> {
                output.println("Checking and copying " + folder + " …");
                JsonNode model = api.addModel(folder, Optional.ofNullable(name));
                output.printf(
                        "Added %s: %s, %s parameters, context of %,d tokens, %s.%n",
                        model.path("name").asText(),
                        model.path("family").asText(),
                        ModelTable.parameters(model),
                        model.path("context_length").asInt(),
                        ModelTable.size(model));
            });
        }
    }

    /** Lists the models. */
    @Command(
            name = "list",
            description = "Lists the base models, and whether their files are still as they were imported.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Option(
                names = "--verify",
                description = "Read all files and compare their SHA-256; only their sizes are compared by default.")
        private boolean verify;

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return RunningApi.call(common.state(), api -> output.print(ModelTable.text(api.models(verify))));
        }
    }

    /** Removes a model. */
    @Command(name = "remove", description = "Removes a base model that no fine-tuned model needs, with its files.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "NAME", description = "The model's name.")
        private String name = "";

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return RunningApi.call(common.state(), api -> {
                api.removeModel(name);
                output.println("Removed " + name + ".");
            });
        }
    }
}
