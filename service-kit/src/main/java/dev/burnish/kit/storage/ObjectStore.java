package dev.burnish.kit.storage;

import dev.burnish.contracts.Artifact;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Objects that are written once and read whole. All methods work in constant memory. */
public interface ObjectStore {
    /**
     * Stores all bytes of the stream, of which nothing need be known beforehand; the stream is not closed. When the stream fails, or its reader throws, nothing is stored.
     *
     * @return what was stored
     */
    Artifact put(String key, InputStream content, String contentType) throws StorageException;

    Artifact put(String key, Path file, String contentType) throws StorageException;

    /**
     * Opens the object for reading. Reading to the end verifies size and digest: the read that finds a difference throws {@link ArtifactCorruptException}.
     *
     * @throws ArtifactMissingException when there is no such object
     */
    InputStream open(Artifact artifact) throws StorageException;

    /**
     * Writes the object to a file, which appears, or is replaced, only once all of it is there and verified.
     *
     * @throws ArtifactMissingException when there is no such object
     * @throws ArtifactCorruptException when the object is not what the artifact says
     */
    default void download(Artifact artifact, Path file) throws StorageException {
        download(List.of(artifact), file);
    }

    /** As {@link #download(Artifact, Path)}, of several objects one after another in one file. */
    void download(List<Artifact> parts, Path file) throws StorageException;

    /**
     * Writes an object that somebody else has stored to a file, and tells what it is: there is nothing yet to verify it against.
     *
     * @throws ArtifactMissingException when there is no such object
     */
    Artifact fetch(String key, Path file) throws StorageException;

    /** Removes the object; without one, does nothing. */
    void delete(String key) throws StorageException;
}
