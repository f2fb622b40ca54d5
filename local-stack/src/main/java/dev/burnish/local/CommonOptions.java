package dev.burnish.local;

import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.StateDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {}

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where data, logs and keys lie; .burnish in the repository by default.")
    private @Nullable Path directory;

    StateDirectory state() {
        return new StateDirectory(directory == null ? Installation.find().defaultState() : directory);
    }
}
