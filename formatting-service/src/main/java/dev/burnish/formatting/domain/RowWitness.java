package dev.burnish.formatting.domain;

/** Is told of every row of a file, in the order of the file. */
public interface RowWitness {
    /** The example is part of the canonical file, behind those kept before. */
    void kept(FileRole role, Example example);

    /** The row was left out because an equal one came before, in this file or the one read earlier. */
    void repeated(FileRole role, Place place, Fingerprint fingerprint);

    void broken(FileRole role, Place place, InvalidRowException invalid);
}
