package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A file of a tenant.
 *
 * @param id such as {@code file-…}; ids sort by time of creation
 * @param filename the name it had on the user's side
 */
public record StoredFile(
        String id, String tenant, Instant createdAt, String filename, FilePurpose purpose, Content content) {
    public StoredFile {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(filename, "filename");
        requireNonNull(purpose, "purpose");
        requireNonNull(content, "content");
    }
}
