package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.TemplateException.Reason;

/** A refusal on its way to the edge of this package, where it becomes a {@link TemplateException}. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String problem;
    private int line;

    private Failure(Reason reason, String problem) {
        // Failures are answers to a template, not defects of the interpreter: they need no stack trace.
        super(problem, null, false, false);
        this.reason = reason;
        this.problem = problem;
    }

    static Failure syntax(String problem) {
        return new Failure(Reason.SYNTAX, problem);
    }

    static Failure unsupported(String problem) {
        return new Failure(Reason.UNSUPPORTED, problem);
    }

    static Failure evaluation(String problem) {
        return new Failure(Reason.EVALUATION, problem);
    }

    static Failure raised(String message) {
        return new Failure(Reason.RAISED, message);
    }

    static Failure limit(String problem) {
        return new Failure(Reason.LIMIT, problem);
    }

    /** Notes where it happened, unless an inner expression already did. */
    Failure at(int place) {
        if (line == 0) {
            line = place;
        }
        return this;
    }

    TemplateException toException() {
        return new TemplateException(reason, line, problem);
    }
}
