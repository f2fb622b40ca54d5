package dev.burnish.formatting.domain;

/**
 * What examples cost in training.
 *
 * @param truncated how many of them are cut at the model's context length
 * @param tokens in one pass over them, after the cut
 * @param learned those of the tokens that count for the loss
 */
public record TokenCount(int truncated, long tokens, long learned) {
    public static final TokenCount NONE = new TokenCount(0, 0, 0);

    public TokenCount plus(TokenCount other) {
        return new TokenCount(truncated + other.truncated, tokens + other.tokens, learned + other.learned);
    }

    public TokenCount minus(TokenCount other) {
        return new TokenCount(truncated - other.truncated, tokens - other.tokens, learned - other.learned);
    }
}
