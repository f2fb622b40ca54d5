package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/**
 * A file as a user uploaded it.
 *
 * @param id such as {@code file-…}
 * @param filename the name it had on the user's side; for messages only
 */
public record SubmittedFile(String id, String filename, Artifact content) {
    public SubmittedFile {
        requireNonNull(id, "id");
        requireNonNull(filename, "filename");
        requireNonNull(content, "content");
    }
}
