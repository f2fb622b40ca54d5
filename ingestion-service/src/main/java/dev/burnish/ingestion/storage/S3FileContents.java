package dev.burnish.ingestion.storage;

import dev.burnish.contracts.Artifact;
import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.kit.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;

/** Files' bytes in the object store. */
@ApplicationScoped
public class S3FileContents implements FileContents {
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final ObjectStore objects;

    S3FileContents(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public Content store(String key, InputStream content) throws IOException {
        Artifact stored = objects.put(key, content, CONTENT_TYPE);
        return new Content(stored.key(), stored.bytes(), stored.sha256());
    }

    @Override
    public InputStream open(Content content) throws IOException {
        return objects.open(new Artifact(content.key(), content.bytes(), content.sha256()));
    }

    @Override
    public void delete(String key) throws IOException {
        objects.delete(key);
    }
}
