package dev.burnish.formatting.domain;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file as a whole, or from some place on, is nothing that rows can be read from; reading it again will not help. */
public final class InvalidFileException extends IOException {
    private final Fault fault;
    private final String problem;

    /** @param problem what is wrong and how to mend it */
    public InvalidFileException(Fault fault, String problem) {
        this(fault, problem, null);
    }

    public InvalidFileException(Fault fault, String problem, @Nullable Throwable cause) {
        super(problem, cause);
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
