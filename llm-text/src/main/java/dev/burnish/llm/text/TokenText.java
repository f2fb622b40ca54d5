package dev.burnish.llm.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token stands for.
 *
 * @param text bytes that are no characters by themselves as U+FFFD
 * @param bytes what the token adds to a text in UTF-8, each 0 to 255; null for a special token, which adds nothing
 */
public record TokenText(String text, @Nullable List<Integer> bytes) {

    public TokenText {
        bytes = bytes == null ? null : List.copyOf(bytes);
    }
}
