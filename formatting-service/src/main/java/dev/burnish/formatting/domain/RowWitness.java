package dev.burnish.formatting.domain;

/** Is told of every row of a file, in the order of the file. */
public interface RowWitness {
    /** The row is part of the canonical file, behind those kept before. */
    void kept(FileRole role, int line, Row row, Fingerprint fingerprint, TokenCount cost);

    /** The row was left out because an equal one came before, in this file or the one read earlier. */
    void repeated(FileRole role, int line, Fingerprint fingerprint);

    void broken(FileRole role, int line, String problem);
}
