package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.StoredFile;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code file}; written once. */
@Entity
@Table(name = "file")
class FileRow {
    @Id
    String id;

    String tenant;

    @Column(name = "created_at")
    Instant createdAt;

    String filename;
    String purpose;

    @Column(name = "content_key")
    String contentKey;

    long bytes;
    String sha256;

    static FileRow of(StoredFile file) {
        FileRow row = new FileRow();
        row.id = file.id();
        row.tenant = file.tenant();
        row.createdAt = file.createdAt();
        row.filename = file.filename();
        row.purpose = file.purpose().label();
        row.contentKey = file.content().key();
        row.bytes = file.content().bytes();
        row.sha256 = file.content().sha256();
        return row;
    }

    StoredFile toFile() {
        return new StoredFile(
                id,
                tenant,
                createdAt,
                filename,
                FilePurpose.ofLabel(purpose).orElseThrow(),
                new Content(contentKey, bytes, sha256));
    }
}
