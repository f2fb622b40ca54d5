package dev.burnish.llm.text.template;

/** What is left of the {@link Limits} of one rendering. Everything whose cost depends on data pays here before it starts. */
final class Budget {

    private static final int CHARACTERS_PER_STEP = 64;
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
        step(1 + count / CHARACTERS_PER_STEP);
    }

    /** Refuses a text of this length if it is too long, without paying for it. */
    void fits(long count) {
        if (count > limits.characters()) {
            throw Failure.limit("makes a text of more than " + limits.characters() + " characters");
        }
    }

    /** Pays for looking for a part of one length anywhere in a text of another. */
    void search(int text, int part) {
        step(1 + (long) text * Math.max(1, part) / CHARACTERS_PER_STEP);
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
}
