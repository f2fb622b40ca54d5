package dev.burnish.formatting.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowProblemsTest {
    private final RowProblems problems = new RowProblems();

    @Test
    void tellsASingleProblemInFullWithItsCode() {
        problems.add(
                new Place(173, 173),
                new InvalidRowException(Fault.MISSING_CONTENT, "messages[1] has no \"content\". Add it."));

        assertThat(problems.describe())
                .isEqualTo("Line 173: messages[1] has no \"content\". Add it. [missing_content]");
    }

    @Test
    void tellsRowAndLineWhereTheyDiffer() {
        add(4, 12);
        add(5, 0);

        assertThat(problems.describe())
                .isEqualTo("Line 12 (row 4): wrong. [invalid_json] Row 5: wrong. [invalid_json]");
    }

    @Test
    void namesTheLinesOfTheProblemsThatItDoesNotTell() {
        for (int line = 1; line <= 5; line++) {
            add(10 * line, 10 * line);
        }

        assertThat(problems.describe())
                .isEqualTo("Line 10: wrong. [invalid_json] Line 20: wrong. [invalid_json]"
                        + " Line 30: wrong. [invalid_json] And 2 more lines: 40, 50.");
    }

    @Test
    void isFullAtTwentyAndSaysThatItStopped() {
        for (int line = 1; line <= 19; line++) {
            add(line, 0);
            assertThat(problems.isFull()).isFalse();
        }
        add(20, 0);

        assertThat(problems.isFull()).isTrue();
        assertThat(problems.describe()).contains("more rows: ").endsWith("19, 20. Reading stopped after 20 problems.");
    }

    private void add(int row, int line) {
        problems.add(new Place(row, line), new InvalidRowException(Fault.INVALID_JSON, "wrong."));
    }
}
