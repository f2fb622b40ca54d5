package dev.burnish.deployment.domain;

/**
 * One file of an imported base model.
 *
 * @param sha256 of its content, lower-case hexadecimal
 */
public record ModelFile(String name, long bytes, String sha256) {}
