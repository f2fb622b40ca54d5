package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where the report on a job's files is, and what it comes to.
 *
 * @param json for programs
 * @param page for people, one HTML file
 * @param errors kinds of findings that keep the files from training
 * @param warnings kinds of findings that make the model worse than it could be
 * @param score of the examples in the mean, 0 to 100; null if there are none
 */
public record DatasetReport(
        Artifact json,
        Artifact page,
        int errors,
        int warnings,
        @Nullable Integer score) {
    public DatasetReport {
        requireNonNull(json, "json");
        requireNonNull(page, "page");
    }
}
