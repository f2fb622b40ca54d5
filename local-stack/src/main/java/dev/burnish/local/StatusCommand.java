package dev.burnish.local;

import dev.burnish.local.process.Health;
import dev.burnish.local.process.Memory;
import dev.burnish.local.process.Ports;
import dev.burnish.local.stack.RunningStack;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what runs. */
@Command(
        name = "status",
        description = {
            "Shows every process of the stack: number, port, readiness and memory.",
            "Exit code 1 unless all are ready."
        })
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        PrintStream output = System.out;
        Optional<RunningStack> running = RunningStack.read(common.state());
        if (running.isEmpty()) {
            output.println("Nothing runs. Start the stack with ./burnish up.");
            return 1;
        }
        RunningStack stack = running.get();
        output.printf("%-12s %8s %6s  %-9s %9s%n", "process", "pid", "port", "state", "memory");
        boolean allReady = true;
        long total = print(output, "supervisor", stack.supervisor().pid(), 0, supervisorState(stack));
        for (RunningStack.Member member : stack.members()) {
            String condition = condition(member);
            allReady &= condition.equals("ready");
            total += print(output, member.name(), member.process().pid(), member.port(), condition);
        }
        output.printf("%-12s %35.0f MiB%n", "total", total / (1024.0 * 1024.0));
        output.printf("%nAPI %s/v1, key %s%n", stack.gateway(), stack.apiKey());
        return allReady ? 0 : 1;
    }

    private static long print(PrintStream output, String name, long pid, int port, String condition) {
        boolean down = condition.equals("down");
        // The supervisor leads all others: only its own memory counts.
        long memory = down ? 0 : port == 0 ? Memory.of(pid) : Memory.ofTree(pid);
        output.printf(
                "%-12s %8s %6s  %-9s %5.0f MiB%n",
                name, down ? "-" : pid, port == 0 ? "-" : port, condition, memory / (1024.0 * 1024.0));
        return memory;
    }

    private static String supervisorState(RunningStack stack) {
        return stack.supervisor().running().isPresent() ? "running" : "down";
    }

    private static String condition(RunningStack.Member member) {
        if (member.process().running().isEmpty()) {
            return "down";
        }
        boolean ready =
                member.health().isEmpty() ? Ports.isListening(member.port()) : Health.isUp(URI.create(member.health()));
        return ready ? "ready" : "not ready";
    }
}
