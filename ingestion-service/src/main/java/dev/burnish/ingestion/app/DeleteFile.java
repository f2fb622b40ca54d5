package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Deletes a file. Its bytes go first: whoever is told that it is gone can rely on it, and whoever is not can ask again. */
@ApplicationScoped
public class DeleteFile {
    private static final Logger LOG = Logger.getLogger(DeleteFile.class);

    private final Files files;
    private final FileContents contents;

    DeleteFile(Files files, FileContents contents) {
        this.files = files;
        this.contents = contents;
    }

    /** @throws RefusedException when there is no such file, or storage is away */
    public void delete(String tenant, String id) {
        StoredFile file = files.get(tenant, id).orElseThrow(() -> RefusedException.noSuchFile(id, "id"));
        try {
            contents.delete(file.content().key());
        } catch (IOException e) {
            LOG.error("storage did not delete " + file.content().key(), e);
            throw new RefusedException(
                    RefusedException.Kind.UNAVAILABLE,
                    "The file could not be deleted. Try again in a moment.",
                    null,
                    "storage_unavailable");
        }
        if (!files.remove(tenant, id)) {
            throw RefusedException.noSuchFile(id, "id");
        }
    }
}
