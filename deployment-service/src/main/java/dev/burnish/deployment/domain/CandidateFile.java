package dev.burnish.deployment.domain;

import java.time.Instant;

/** A file as it was when the checks began; another size or time of modification later means that something else was checked than would be copied. */
public record CandidateFile(String name, long bytes, Instant modified) {}
