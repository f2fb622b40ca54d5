package dev.burnish.ingestion.domain;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of files. */
public interface FileContents {
    /**
     * Stores what {@code content} yields, in constant memory.
     *
     * @throws IOException when storage fails or {@code content} does; then nothing is stored under the key
     */
    Content store(String key, InputStream content) throws IOException;

    /** The stream throws when the bytes are no longer those that were stored. */
    InputStream open(Content content) throws IOException;

    /** No error if there is nothing under the key. */
    void delete(String key) throws IOException;
}
