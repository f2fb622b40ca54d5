package dev.burnish.formatting.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The faults found in one file, in the order of its rows. After {@value #MAX} the file is not worth reading on. */
public final class RowProblems {
    public static final int MAX = 20;
    private static final int TOLD_IN_FULL = 3;

    private final List<Problem> problems = new ArrayList<>();

    public void add(Place place, InvalidRowException invalid) {
        problems.add(new Problem(place, invalid.fault(), invalid.problem()));
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    public boolean isFull() {
        return problems.size() >= MAX;
    }

    /** One message that tells the first problems in full, with their codes, and names the places of the others. */
    public String describe() {
        String first = problems.stream()
                .limit(TOLD_IN_FULL)
                .map(problem -> problem.place.describe() + ": " + problem.message + " [" + problem.fault.code() + "]")
                .collect(Collectors.joining(" "));
        if (problems.size() <= TOLD_IN_FULL) {
            return first;
        }
        List<Problem> others = problems.subList(TOLD_IN_FULL, problems.size());
        String numbers = others.stream()
                .map(problem -> Integer.toString(problem.place.number()))
                .collect(Collectors.joining(", "));
        String noun = others.getFirst().place.line() == 0 ? "row" : "line";
        String stopped = isFull() ? " Reading stopped after " + MAX + " problems." : "";
        return first + " And " + others.size() + " more " + noun + (others.size() == 1 ? ": " : "s: ") + numbers + "."
                + stopped;
    }

    private record Problem(Place place, Fault fault, String message) {}
}
