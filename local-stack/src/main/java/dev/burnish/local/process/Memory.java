package dev.burnish.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory processes hold. */
public final class Memory {
    private Memory() {}

    /** Bytes of one process, as {@code Pss} of Linux has it: what several processes share counts in proportion. 0 where the system does not tell. */
    public static long of(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .sum();
        } catch (IOException notTold) {
            return 0;
        }
    }

    /** Bytes of a process and of all that it has started. */
    public static long ofTree(long pid) {
        return of(pid)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(descendant -> of(descendant.pid()))
                        .sum();
    }
}
