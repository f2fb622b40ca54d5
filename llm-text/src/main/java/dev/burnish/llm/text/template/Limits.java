package dev.burnish.llm.text.template;

import java.time.Duration;

/**
 * What one rendering may use before it is refused.
 *
 * @param characters length of the result, and of every text made on the way to it
 * @param steps evaluated expressions, rounds of loops, list elements made and pieces of 64 characters handled
 * @param depth nesting of expressions, blocks, macro calls and values; 400 needs less than 512 KiB of stack
 * @param time from start to end, whatever the steps
 */
public record Limits(int characters, long steps, int depth, Duration time) {

    /** Enough for conversations of several hundred thousand tokens; an endless template stops in a fraction of a second. */
    public static final Limits STANDARD = new Limits(4_000_000, 4_000_000, 400, Duration.ofSeconds(5));

    public Limits {
        if (characters < 1 || steps < 1 || depth < 1 || !time.isPositive()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
