package dev.burnish.ingestion.rest;

/** The answer to a deletion. */
record DeletedView(String id, String object, boolean deleted) {}
