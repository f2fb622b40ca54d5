package dev.burnish.local;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code burnish} command. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "burnish",
        description = "Fine-tunes small language models on this machine.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ModelsCommand.class,
            KeysCommand.class,
            DeadLettersCommand.class,
            PartsCommand.class,
            ChaosCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine burnish = new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println(failure.getMessage());
            return 1;
        });
        System.exit(burnish.execute(arguments));
    }
}
