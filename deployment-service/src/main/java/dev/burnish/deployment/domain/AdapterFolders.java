package dev.burnish.deployment.domain;

import dev.burnish.contracts.AdapterFiles;
import java.nio.file.Path;

/** Adapters on the local disk, fetched from object storage when they are first needed. */
public interface AdapterFolders {
    /**
     * The folder that holds the adapter, complete and verified. A folder's path depends on the adapter's content alone, and its content never changes.
     *
     * @throws ServingException {@code ADAPTER_MISSING}, {@code ADAPTER_CORRUPT} or {@code STORAGE_UNAVAILABLE}
     */
    Path fetch(AdapterFiles adapter) throws ServingException;

    /**
     * Deletes the adapter from object storage and from the disk. Deleting what is not there succeeds.
     *
     * @throws ServingException {@code STORAGE_UNAVAILABLE}; the deletion can be tried again
     */
    void delete(AdapterFiles adapter) throws ServingException;
}
