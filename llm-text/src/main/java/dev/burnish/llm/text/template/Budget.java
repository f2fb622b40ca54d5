package dev.burnish.llm.text.template;

/** What is left of the {@link Limits} of one rendering. Everything whose cost depends on data pays here before it starts. */
final class Budget {

    static final int CHARACTERS_PER_STEP = 64;
    private static final int STEPS_PER_LOOK_AT_THE_CLOCK = 4096;

    private final Limits limits;
    private final long started = System.nanoTime();
    private long steps;
    private long nextLook = STEPS_PER_LOOK_AT_THE_CLOCK;
    private int depth;

    Budget(Limits limits) {
        this.limits = limits;
    }

    void step(long cost) {
        steps += cost;
        if (steps > limits.steps()) {
            throw Failure.limit("needs more than " + limits.steps() + " steps");
        }
        if (steps >= nextLook) {
            nextLook = steps + STEPS_PER_LOOK_AT_THE_CLOCK;
            if (System.nanoTime() - started > limits.time().toNanos()) {
                throw Failure.limit("needs more than " + limits.time().toMillis() + " ms");
            }
        }
    }

    /** Pays for a text of this length. */
    void characters(long count) {
        fits(count);
        step(count / CHARACTERS_PER_STEP);
    }

    /** Refuses a text of this length if it is too long, without paying for it. */
    void fits(long count) {
        if (count > limits.characters()) {
            throw Failure.limit("makes a text of more than " + limits.characters() + " characters");
        }
    }

    /** The length of something repeated, or a number too large for any limit on texts. */
    static long repeated(long length, long times) {
        if (length <= 0 || times <= 0) {
            return 0;
        }
        return times > Integer.MAX_VALUE / length ? Integer.MAX_VALUE : length * times;
    }

    /** Pays for looking for {@code part} anywhere in {@code text}. */
    void search(String text, String part) {
        step(1 + (long) text.length() * Math.max(1, part.length()) / CHARACTERS_PER_STEP);
    }

    /** Goes one level down; every call is followed by {@link #leave}. */
    void enter() {
        step(1);
        depth++;
        if (depth > limits.depth()) {
            throw Failure.limit("nests deeper than " + limits.depth() + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** Steps paid so far. */
    long steps() {
        return steps;
    }
}
