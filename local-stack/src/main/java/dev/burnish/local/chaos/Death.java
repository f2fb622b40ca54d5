package dev.burnish.local.chaos;

/**
 * A kill that has happened.
 *
 * @param asPlanned false if the process never came to its crash point, and was killed elsewhere
 */
public record Death(Kill kill, boolean asPlanned) {}
