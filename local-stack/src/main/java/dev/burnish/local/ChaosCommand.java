package dev.burnish.local;

import dev.burnish.local.chaos.Chaos;
import dev.burnish.local.chaos.ChaosReport;
import dev.burnish.local.chaos.KillPlan;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.StateDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves what docs/architecture.md promises on the machine of whoever wants to know. */
@Command(
        name = "chaos",
        description = {
            "Starts a stack of its own, keeps tiny jobs running through it, and kills its services again and again, at named",
            "steps of their protocols and at random times. Looks after every 45 kills whether every accepted job has succeeded,",
            "took effect once, and left all its events and artifacts. Exit code 1 if anything was lost, doubled or damaged."
        })
final class ChaosCommand implements Callable<Integer> {
    /** Kills between two looks at what has come of them. */
    private static final int ROUND = 45;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--kills", paramLabel = "N", description = "How many; ${DEFAULT-VALUE} by default.")
    private int kills = 1000;

    @Option(
            names = "--freezes",
            paramLabel = "N",
            description = "How often to hold a trainer past its lease afterwards; ${DEFAULT-VALUE} by default.")
    private int freezes = 0;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Chooses points and times; random by default, and printed.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "Begin no more kills after this time; ${DEFAULT-VALUE} by default.")
    private int minutes = 720;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream output = System.out;
        long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        StateDirectory state = new StateDirectory(common.state().root().resolve("chaos"));
        output.printf(
                "%d kills with seed %d, for at most %d minutes; logs: %s%n", kills, chosen, minutes, state.logs());
        Chaos chaos = Chaos.claim(Installation.find(), state, output);
        StopOnExit stop = StopOnExit.register(chaos.stack(), output);
        try {
            chaos.stack().launch();
        } catch (IOException e) {
            return stop.failed(e);
        }
        disturb(chaos, new Random(chosen));
        ChaosReport report = chaos.report();
        report.print(output);
        return report.violations().isEmpty() ? 0 : 1;
    }

    private void disturb(Chaos chaos, Random random) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        int left = kills;
        while (left > 0
                && System.nanoTime() < end
                && chaos.report().violations().isEmpty()) {
            KillPlan plan = KillPlan.random(Math.min(left, ROUND), random);
            chaos.kill(plan);
            left -= plan.kills().size();
        }
        if (freezes > 0 && chaos.report().violations().isEmpty()) {
            chaos.freeze(freezes, random);
        }
    }
}
