package dev.burnish.deployment.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The scores of tokens whose text is not passed on yet: it may belong to a stop sequence, or is no whole character. */
final class HeldScores {
    private final Queue<PlacedScore> held = new ArrayDeque<>();
    private int received;
    private int passed;

    /**
     * @param score of a token, if scores were asked for
     * @param text what it completed
     */
    void add(@Nullable TokenScore score, String text) {
        if (score != null) {
            held.add(new PlacedScore(received, score));
        }
        received += codePoints(text);
    }

    /** Those of the tokens whose text begins in what is passed on now. */
    List<PlacedScore> pass(String text) {
        passed += codePoints(text);
        List<PlacedScore> scores = new ArrayList<>();
        PlacedScore first = held.peek();
        while (first != null && first.offset() < passed) {
            scores.add(held.remove());
            first = held.peek();
        }
        return scores;
    }

    /** All that are left. */
    List<PlacedScore> rest() {
        List<PlacedScore> scores = List.copyOf(held);
        held.clear();
        return scores;
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
