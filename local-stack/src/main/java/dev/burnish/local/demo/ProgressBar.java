package dev.burnish.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** How far training is: one line that is written over and over on a terminal, a line every tenth elsewhere. */
final class ProgressBar {
    private static final int WIDTH = 28;

    private final PrintStream output;
    private final boolean terminal;
    private int lastTenth = -1;
    private boolean open;

    ProgressBar(PrintStream output, boolean terminal) {
        this.output = output;
        this.terminal = terminal;
    }

    /** @param metrics the data of a job's metrics event */
    void show(JsonNode metrics) {
        int step = metrics.path("step").asInt();
        int total = Math.max(1, metrics.path("total_steps").asInt());
        String line = line(step, total, metrics);
        if (terminal) {
            output.print("\r" + line + "  ");
            output.flush();
            open = true;
        } else if (step * 10 / total > lastTenth) {
            lastTenth = step * 10 / total;
            output.println(line);
        }
    }

    /** Ends the line, so that other text can follow. */
    void finish() {
        if (open) {
            output.println();
            open = false;
        }
    }

    private static String line(int step, int total, JsonNode metrics) {
        int filled = Math.min(WIDTH, step * WIDTH / total);
        return String.format(
                Locale.ROOT,
                "  [%s%s] step %d/%d, loss %.3f, %,.0f tokens/s, %s left",
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                step,
                total,
                metrics.path("train_loss").asDouble(),
                metrics.path("tokens_per_second").asDouble(),
                duration(Duration.ofSeconds(metrics.path("seconds_left").asLong())));
    }

    private static String duration(Duration left) {
        return left.toMinutes() > 0
                ? String.format(Locale.ROOT, "%d min %02d s", left.toMinutes(), left.toSecondsPart())
                : left.toSeconds() + " s";
    }
}
