package dev.burnish.formatting.domain;

import static java.util.Objects.requireNonNull;

/** A row of a file is no example that can be trained on. */
public final class InvalidRowException extends Exception {
    private final Fault fault;
    private final String problem;

    /** @param problem what is wrong and how to mend it, without the row's place */
    public InvalidRowException(Fault fault, String problem) {
        super(problem, null, false, false);
        this.fault = requireNonNull(fault, "fault");
        this.problem = problem;
    }

    public Fault fault() {
        return fault;
    }

    public String problem() {
        return problem;
    }
}
