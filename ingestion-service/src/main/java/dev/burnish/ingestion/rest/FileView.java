package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.StoredFile;
import org.jspecify.annotations.Nullable;

/** OpenAI's file object. A file is {@code processed} as soon as it is there. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record FileView(
        String id,
        String object,
        long bytes,
        long createdAt,
        @Nullable Long expiresAt,
        String filename,
        String purpose,
        String status,
        @Nullable String statusDetails) {
    static FileView of(StoredFile file) {
        return new FileView(
                file.id(),
                "file",
                file.content().bytes(),
                file.createdAt().getEpochSecond(),
                null,
                file.filename(),
                file.purpose().label(),
                "processed",
                null);
    }
}
