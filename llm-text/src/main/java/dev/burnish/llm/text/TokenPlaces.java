package dev.burnish.llm.text;

import static java.text.Normalizer.Form.NFC;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells where the tokens of a text stand, for tokenizers whose tokens are the text's bytes, one after another. The library can be asked for any tokenizer, but makes an object of
 * every token, which takes as long as finding the tokens. The places are the same (class {@code Encoding} and {@code process_offsets} of Hugging Face's tokenizers).
 */
final class TokenPlaces {
    /** How such tokenizers write a blank. */
    private static final char BLANK = '\u0120';

    private final int[] lengths;
    private final int[] leading;
    private final int[] trailing;
    private final boolean addsBlank;
    private final boolean composes;

    private TokenPlaces(Vocabulary vocabulary, boolean trims, boolean addsBlank, boolean composes) {
        lengths = new int[vocabulary.size()];
        leading = new int[lengths.length];
        trailing = new int[lengths.length];
        this.addsBlank = addsBlank;
        this.composes = composes;
        for (int token = 0; token < lengths.length; token++) {
            String written = vocabulary.written(token);
            lengths[token] = vocabulary.byteLength(token);
            leading[token] = trims ? blanks(written) : 0;
            trailing[token] =
                    trims ? blanks(new StringBuilder(written).reverse().toString()) : 0;
        }
    }

    /** @param root the content of {@code tokenizer.json}; empty if its tokens are not simply bytes */
    static Optional<TokenPlaces> of(JsonNode root, Vocabulary vocabulary) {
        JsonNode model = root.path("model");
        String normalizer = root.path("normalizer").path("type").asText("");
        List<JsonNode> trimming = root.path("post_processor").findParents("trim_offsets").stream()
                .filter(processor -> processor.path("trim_offsets").booleanValue())
                .toList();
        boolean bytes = vocabulary.isByteByCharacter()
                && model.path("type").asText("").equals("BPE")
                && model.path("continuing_subword_prefix").asText("").isEmpty()
                && model.path("end_of_word_suffix").asText("").isEmpty()
                && (normalizer.isEmpty() || normalizer.equals("NFC"));
        boolean addsBlank = trimming.stream()
                .anyMatch(processor -> processor.path("add_prefix_space").booleanValue());
        return bytes
                ? Optional.of(new TokenPlaces(vocabulary, !trimming.isEmpty(), addsBlank, normalizer.equals("NFC")))
                : Optional.empty();
    }

    private static int blanks(String token) {
        int count = 0;
        while (count < token.length()
                && (token.charAt(count) == BLANK || Character.isWhitespace(token.charAt(count)))) {
            count++;
        }
        return count;
    }

    /**
     * @param text without halves of characters
     * @param bytes how many it has in UTF-8
     * @return null if the tokens are not the bytes of the text, so that the library has to be asked
     */
    @Nullable
    TokenizedText of(String text, int bytes, int[] tokens) {
        long sum = 0;
        for (int token : tokens) {
            sum += lengths[token];
        }
        if (sum != bytes || (composes && !Normalizer.isNormalized(text, NFC))) {
            return null;
        }
        int[] starts = new int[tokens.length];
        int[] ends = new int[tokens.length];
        if (bytes == text.length()) {
            placeInAscii(tokens, starts, ends);
        } else {
            place(text, tokens, starts, ends);
        }
        trim(tokens, starts, ends);
        return new TokenizedText(tokens, starts, ends);
    }

    /** Blanks at the ends of a token do not count to its place; a single one at the start of a text does where tokenizers put one there. */
    private void trim(int[] tokens, int[] starts, int[] ends) {
        for (int i = 0; i < tokens.length; i++) {
            int blanks = leading[tokens[i]];
            int counted = starts[i] == 0 && addsBlank && blanks == 1 ? 0 : blanks;
            starts[i] = Math.min(starts[i] + counted, ends[i]);
            ends[i] = Math.max(ends[i] - trailing[tokens[i]], starts[i]);
        }
    }

    private void placeInAscii(int[] tokens, int[] starts, int[] ends) {
        int place = 0;
        for (int i = 0; i < tokens.length; i++) {
            starts[i] = place;
            place += lengths[tokens[i]];
            ends[i] = place;
        }
    }

    /** Tokens that divide a character have all of it. */
    private void place(String text, int[] tokens, int[] starts, int[] ends) {
        int place = 0;
        int characters = 0;
        int left = 0;
        for (int i = 0; i < tokens.length; i++) {
            starts[i] = left == 0 ? place + characters : place;
            for (int taken = 0; taken < lengths[tokens[i]]; taken++) {
                if (left == 0) {
                    place += characters;
                    int point = text.codePointAt(place);
                    characters = Character.charCount(point);
                    left = bytes(point);
                }
                left--;
            }
            ends[i] = place + characters;
        }
    }

    private static int bytes(int point) {
        if (point < 0x80) {
            return 1;
        }
        if (point < 0x800) {
            return 2;
        }
        return point < 0x10000 ? 3 : 4;
    }
}
