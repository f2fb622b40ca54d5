package dev.burnish.formatting.report;

import java.util.List;

/**
 * @param count how often it was found
 * @param places of the first ten, with the masked text
 */
public record SensitiveCount(SensitiveKind kind, int count, List<FilePlace> places) {}
