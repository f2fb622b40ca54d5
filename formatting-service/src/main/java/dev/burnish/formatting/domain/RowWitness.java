package dev.burnish.formatting.domain;

/** Is shown every row of a file; but for {@link #look}, in the order of the file and by one thread. */
public interface RowWitness {
    /** Looks at a row that is no repetition. Called by several threads at once and in any order: what is seen counts only once it is kept. */
    Sighting look(Row row, TokenCount cost);

    /** The row was left out because an equal one came before, in this file or the one read earlier. */
    void repeated(FileRole role, Place place, Fingerprint fingerprint);

    void broken(FileRole role, Place place, InvalidRowException invalid);
}
