package dev.burnish.formatting.report;

import java.util.Arrays;

/**
 * The words of a text as numbers: runs of letters and digits in lower case, and every ideograph or kana on its own, for languages that put no space between words. White space,
 * punctuation and case make no difference.
 */
final class Words {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** Letters of ASCII in lower case, and digits; 0 for what parts words. */
    private static final byte[] IN_WORDS = new byte[128];

    static {
        for (char c = 0; c < IN_WORDS.length; c++) {
            IN_WORDS[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
        }
    }

    private long[] words = new long[32];
    private int count;

    private Words() {}

    static long[] of(String text) {
        Words words = new Words();
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            int point = text.charAt(i);
            if (point < IN_WORDS.length) {
                if (IN_WORDS[point] == 0) {
                    words.add(word);
                    word = 0;
                } else {
                    word = (word ^ IN_WORDS[point]) * PRIME;
                }
                continue;
            }
            if (Character.isHighSurrogate((char) point)) {
                point = text.codePointAt(i);
                i += Character.charCount(point) - 1;
            }
            if (isWordOfItself(point)) {
                words.add(word);
                words.add(point + PRIME);
                word = 0;
            } else if (Character.isLetterOrDigit(point)) {
                word = (word ^ Character.toLowerCase(point)) * PRIME;
            } else {
                words.add(word);
                word = 0;
            }
        }
        words.add(word);
        return Arrays.copyOf(words.words, words.count);
    }

    /** The words of two texts, one after the other. */
    static long[] joined(long[] one, long[] other) {
        long[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    /** One number for a text, signs included: texts share it that differ in case, in white space or in a full stop at the end. */
    static long hashOfText(String text) {
        String stripped = text.strip();
        int end = stripped.endsWith(".") ? stripped.length() - 1 : stripped.length();
        long hash = PRIME;
        boolean blank = false;
        for (int i = 0; i < end; i++) {
            char character = stripped.charAt(i);
            if (Character.isWhitespace(character)) {
                blank = true;
            } else {
                hash = blank ? (hash ^ ' ') * PRIME : hash;
                hash = (hash ^ Character.toLowerCase(character)) * PRIME;
                blank = false;
            }
        }
        return mix(hash);
    }

    static long hash(long[] words) {
        return hash(words, 0, words.length);
    }

    /** One number for the words from the first, inclusive, to the last, exclusive. */
    static long hash(long[] words, int first, int last) {
        long hash = PRIME;
        for (int i = first; i < last; i++) {
            hash = mix(hash * 31 + words[i]);
        }
        return hash;
    }

    private void add(long word) {
        if (word == 0) {
            return;
        }
        if (count == words.length) {
            words = Arrays.copyOf(words, 2 * count);
        }
        // The factor leaves the lower bits of a word to its last letters alone.
        words[count++] = mix(word);
    }

    private static boolean isWordOfItself(int point) {
        boolean kana = point >= 0x3040 && point <= 0x30FF;
        boolean thai = point >= 0x0E00 && point <= 0x0E7F;
        return kana || thai || Character.isIdeographic(point);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014), a bijection. */
    static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
