package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.kit.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Takes in a file: its bytes go to storage as they arrive, and a file to train on gets a first look on the way. */
@ApplicationScoped
public class UploadFile {
    private static final Logger LOG = Logger.getLogger(UploadFile.class);

    private final Files files;
    private final FileContents contents;
    private final long maxBytes;

    UploadFile(Files files, FileContents contents, @ConfigProperty(name = "burnish.files.max-bytes") long maxBytes) {
        this.files = files;
        this.contents = contents;
        this.maxBytes = maxBytes;
    }

    /**
     * @param purpose asked for once the content has been read, because a form may name it after the file
     * @throws RefusedException when the file cannot be taken; then nothing of it stays in storage
     */
    public StoredFile upload(String tenant, String filename, InputStream content, Supplier<FilePurpose> purpose) {
        String id = Ids.create("file-");
        String key = "tenants/" + tenant + "/files/" + id;
        boolean kept = false;
        try {
            UploadedContent uploaded = new UploadedContent(content, maxBytes);
            Content stored = store(key, uploaded);
            FilePurpose forWhat = purpose.get();
            if (forWhat == FilePurpose.FINE_TUNE) {
                checkFineTuneFile(uploaded);
            }
            StoredFile file =
                    new StoredFile(id, tenant, Instant.now().truncatedTo(ChronoUnit.MICROS), filename, forWhat, stored);
            files.add(file);
            kept = true;
            return file;
        } finally {
            if (!kept) {
                discard(key);
            }
        }
    }

    private Content store(String key, UploadedContent content) {
        try {
            return contents.store(key, content);
        } catch (IOException e) {
            if (content.tooLarge()) {
                throw new RefusedException(
                        RefusedException.Kind.TOO_LARGE,
                        "The file is larger than the limit of " + maxBytes + " bytes. Split it, or leave rows out.",
                        "file",
                        "file_too_large");
            }
            if (content.broken()) {
                throw RefusedException.invalid(
                        "The upload ended before the file was complete. Send it again.", "file", "incomplete_upload");
            }
            LOG.error("storage refused " + key, e);
            throw new RefusedException(
                    RefusedException.Kind.UNAVAILABLE,
                    "The file could not be stored. Send it again in a moment.",
                    null,
                    "storage_unavailable");
        }
    }

    /** Its content decides, not its name. */
    private static void checkFineTuneFile(UploadedContent uploaded) {
        uploaded.problem().ifPresent(problem -> {
            throw RefusedException.invalid(problem, "file", "invalid_file_format");
        });
    }

    private void discard(String key) {
        try {
            contents.delete(key);
        } catch (IOException e) {
            LOG.error("a rejected upload is left in storage: " + key, e);
        }
    }
}
