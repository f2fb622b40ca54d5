package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.TokenCount;

/**
 * An example as the next stages read it.
 *
 * @param line JSON in UTF-8 with its line feed; equal for equal conversations
 * @param cost with 1 for {@code truncated} if the example is longer than the model's context
 */
// The line goes to one reader, which writes it.
@SuppressWarnings("ArrayRecordComponent")
public record CanonicalExample(byte[] line, TokenCount cost) {}
