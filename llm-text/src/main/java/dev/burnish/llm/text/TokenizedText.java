package dev.burnish.llm.text;

import dev.burnish.llm.text.template.Rendering.Span;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A text as tokens, with the place of each in the text, in characters of {@link String}.
 *
 * @param starts where each token starts
 * @param ends where each token ends, exclusive; several tokens of one character have all the place of that character
 */
@SuppressWarnings("ArrayRecordComponent")
record TokenizedText(int[] tokens, int[] starts, int[] ends) {

    /** The same as part of a longer text. */
    TokenizedText movedBy(int characters) {
        return new TokenizedText(
                tokens,
                Arrays.stream(starts).map(start -> start + characters).toArray(),
                Arrays.stream(ends).map(end -> end + characters).toArray());
    }

    static TokenizedText joined(List<TokenizedText> pieces) {
        return new TokenizedText(
                joined(pieces, TokenizedText::tokens),
                joined(pieces, TokenizedText::starts),
                joined(pieces, TokenizedText::ends));
    }

    private static int[] joined(List<TokenizedText> pieces, Function<TokenizedText, int[]> part) {
        return pieces.stream().map(part).flatMapToInt(Arrays::stream).toArray();
    }

    /** For each token, whether any of it lies in one of the spans. */
    boolean[] within(List<Span> spans) {
        boolean[] within = new boolean[tokens.length];
        for (Span span : spans) {
            for (int i = 0; i < within.length; i++) {
                int end = Math.max(ends[i], starts[i] + 1);
                within[i] |= starts[i] < span.end() && end > span.start();
            }
        }
        return within;
    }
}
