package dev.burnish.local;

import dev.burnish.local.process.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows logs. */
@Command(name = "logs", description = "Shows the end of a part's log, or of all logs.")
final class LogsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "postgresql, kafka, storage, gateway or a service's name; all by default.")
    private @Nullable String part;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on showing what is written.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "40",
            description = "How many lines of each log to begin with; ${DEFAULT-VALUE} by default.")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<LogTail> tails = new ArrayList<>();
        for (Path log : logs()) {
            LogTail tail = new LogTail(log);
            tail.last(lines).forEach(line -> print(log, line));
            tails.add(tail);
        }
        while (follow) {
            for (LogTail tail : tails) {
                tail.more().forEach(line -> print(tail.log(), line));
            }
            Thread.sleep(200);
        }
        return 0;
    }

    private List<Path> logs() throws IOException {
        Path folder = common.state().logs();
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(command().commandLine(), "There are no logs below " + folder + ".");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> logs = files.filter(file -> part == null
                            ? file.toString().endsWith(".log")
                            : file.equals(common.state().log(part)))
                    .sorted()
                    .toList();
            if (logs.isEmpty()) {
                throw new ParameterException(
                        command().commandLine(), "There is no log of " + part + " in " + folder + ".");
            }
            return logs;
        }
    }

    private void print(Path log, String line) {
        if (part == null) {
            System.out.printf("%-12s ", log.getFileName().toString().replace(".log", ""));
        }
        System.out.println(line);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }
}
