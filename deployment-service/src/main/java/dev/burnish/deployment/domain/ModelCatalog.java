package dev.burnish.deployment.domain;

import java.util.List;

/** The models directory, as operators fill it. A model's folder appears and disappears as a whole. */
public interface ModelCatalog {
    /**
     * By name.
     *
     * @param verify whether files are compared with their manifest by content; else by size
     */
    List<InstalledModel> all(boolean verify);

    /** @throws CatalogException {@code NAME_INVALID} or {@code NAME_TAKEN} */
    void requireFree(String name) throws CatalogException;

    /**
     * Copies the candidate's files under the name.
     *
     * @throws CatalogException {@code NAME_TAKEN}, also when somebody else was faster; {@code FILES_CHANGED} when the candidate is no longer what was checked;
     *     {@code NO_SPACE}, {@code IMPORT_RUNNING}, {@code DIRECTORY_READ_ONLY}
     */
    ModelManifest add(String name, CandidateModel candidate) throws CatalogException;

    /** Takes a model out of everybody's sight. */
    HiddenModel hide(String name) throws CatalogException;

    /** A model that nobody finds any more. */
    interface HiddenModel {
        /** Deletes its files for good. */
        void delete();

        /** Puts it back under its name. */
        void restore();
    }
}
