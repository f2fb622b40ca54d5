package dev.burnish.deployment.domain;

/** @param offset where the token's text begins in the answer, in code points */
public record PlacedScore(int offset, TokenScore score) {}
