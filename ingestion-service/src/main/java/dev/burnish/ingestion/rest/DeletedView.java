package dev.burnish.ingestion.rest;

/** The answer to a deletion. */
record DeletedFileView(String id, String object, boolean deleted) {
    static DeletedFileView of(String id) {
        return new DeletedFileView(id, "file", true);
    }
}
