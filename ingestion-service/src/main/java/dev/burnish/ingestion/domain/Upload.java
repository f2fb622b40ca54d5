package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes in parts.
 *
 * @param id such as {@code upload_…}
 * @param expiresAt from when on neither parts nor its completion are taken
 * @param bytes of the whole file, as announced
 * @param fileId the file it has become; null unless completed
 */
public record Upload(
        String id,
        String tenant,
        Instant createdAt,
        Instant expiresAt,
        String filename,
        FilePurpose purpose,
        long bytes,
        Status status,
        @Nullable String fileId) {
    /** How far it is. */
    public enum Status {
        PENDING,
        COMPLETED,
        CANCELLED
    }

    public Upload {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(filename, "filename");
        requireNonNull(purpose, "purpose");
        requireNonNull(status, "status");
    }

    /** A piece of it, such as {@code part_…}. */
    public record Part(String id, String uploadId, Instant createdAt, Content content) {}

    public boolean expired(Instant now) {
        return status == Status.PENDING && !now.isBefore(expiresAt);
    }
}
