package dev.burnish.formatting.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineProblemsTest {
    private final LineProblems problems = new LineProblems();

    @Test
    void tellsASingleProblemInFull() {
        problems.add(173, "messages[1] has no \"content\". Add it.");

        assertThat(problems.describe()).isEqualTo("Line 173: messages[1] has no \"content\". Add it.");
    }

    @Test
    void namesTheLinesOfTheProblemsThatItDoesNotTell() {
        for (int line = 1; line <= 5; line++) {
            problems.add(10 * line, "wrong.");
        }

        assertThat(problems.describe())
                .isEqualTo("Line 10: wrong. Line 20: wrong. Line 30: wrong. And 2 more lines: 40, 50.");
    }

    @Test
    void isFullAtTwentyAndSaysThatItStopped() {
        for (int line = 1; line <= 19; line++) {
            problems.add(line, "wrong.");
            assertThat(problems.isFull()).isFalse();
        }
        problems.add(20, "wrong.");

        assertThat(problems.isFull()).isTrue();
        assertThat(problems.describe()).endsWith("19, 20. Reading stopped after 20 problems.");
    }
}
