package dev.burnish.ingestion.domain;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Optional;

/** What a file is for. */
public enum FilePurpose {
    ASSISTANTS("assistants"),
    BATCH("batch"),
    FINE_TUNE("fine-tune"),
    VISION("vision"),
    USER_DATA("user_data"),
    EVALS("evals"),
    /** Made by a job, never uploaded. */
    FINE_TUNE_RESULTS("fine-tune-results");

    private final String label;

    FilePurpose(String label) {
        this.label = label;
    }

    /** As it is written on the wire. */
    public String label() {
        return label;
    }

    public static Optional<FilePurpose> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.label.equals(label))
                .findFirst();
    }

    /** @throws RefusedException when nobody may upload a file for that */
    public static FilePurpose ofUpload(String label) {
        return ofLabel(label)
                .filter(purpose -> purpose != FINE_TUNE_RESULTS)
                .orElseThrow(() -> RefusedException.invalid(
                        "'" + label + "' is not one of ["
                                + Arrays.stream(values())
                                        .filter(purpose -> purpose != FINE_TUNE_RESULTS)
                                        .map(purpose -> "'" + purpose.label + "'")
                                        .collect(joining(", "))
                                + "].",
                        "purpose",
                        "invalid_value"));
    }
}
