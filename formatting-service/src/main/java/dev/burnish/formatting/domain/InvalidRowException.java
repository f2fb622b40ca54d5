package dev.burnish.formatting.domain;

/** A line of a file is no example that can be trained on. */
public final class InvalidRowException extends Exception {
    private final String problem;

    /** @param problem what is wrong and how to mend it, without the line's number */
    public InvalidRowException(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    public String problem() {
        return problem;
    }
}
