package dev.burnish.formatting.domain;

/** What a witness saw of a row. */
@FunctionalInterface
public interface Sighting {
    /** The row is part of the canonical file, behind those kept before. */
    void keep(FileRole role, Lineage lineage);
}
