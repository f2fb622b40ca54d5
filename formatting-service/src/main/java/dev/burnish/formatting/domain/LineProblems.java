package dev.burnish.formatting.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The faults found in one file, in the order of its lines. After {@value #MAX} the file is not worth reading on. */
public final class LineProblems {
    public static final int MAX = 20;
    private static final int TOLD_IN_FULL = 3;

    private final List<Problem> problems = new ArrayList<>();

    public void add(int line, String message) {
        problems.add(new Problem(line, message));
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    public boolean isFull() {
        return problems.size() >= MAX;
    }

    /** One message that tells the first problems in full and names the lines of the others. */
    public String describe() {
        String first = problems.stream()
                .limit(TOLD_IN_FULL)
                .map(problem -> "Line " + problem.line + ": " + problem.message)
                .collect(Collectors.joining(" "));
        if (problems.size() <= TOLD_IN_FULL) {
            return first;
        }
        List<Problem> others = problems.subList(TOLD_IN_FULL, problems.size());
        String lines =
                others.stream().map(problem -> Integer.toString(problem.line)).collect(Collectors.joining(", "));
        String noun = others.size() == 1 ? " more line: " : " more lines: ";
        String stopped = isFull() ? " Reading stopped after " + MAX + " problems." : "";
        return first + " And " + others.size() + noun + lines + "." + stopped;
    }

    private record Problem(int line, String message) {}
}
