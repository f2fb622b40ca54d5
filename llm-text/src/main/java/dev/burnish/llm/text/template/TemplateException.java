package dev.burnish.llm.text.template;

/** A template cannot be read or rendered. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why it was refused. */
    public enum Reason {
        /** The text is no template. */
        SYNTAX,
        /** The template is valid Jinja that this interpreter does not support. */
        UNSUPPORTED,
        /** An operation failed on the values that it met, or the variables hold something other than plain data. */
        EVALUATION,
        /** The template called {@code raise_exception}, usually because it does not take such a conversation. */
        RAISED,
        /** The rendering needs more than its {@link Limits}. */
        LIMIT
    }

    private final Reason reason;
    private final int line;
    private final String problem;

    TemplateException(Reason reason, int line, String problem) {
        super(line == 0 ? problem : "template line " + line + ": " + problem);
        this.reason = reason;
        this.line = line;
        this.problem = problem;
    }

    public Reason reason() {
        return reason;
    }

    /** The 1-based line of the template; 0 if the variables are at fault. */
    public int line() {
        return line;
    }

    /** What went wrong, without the line; for {@link Reason#RAISED} the template's own words. */
    public String problem() {
        return problem;
    }
}
