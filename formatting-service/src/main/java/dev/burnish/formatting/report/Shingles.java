package dev.burnish.formatting.report;

/** Runs of {@value #WORDS} words, the elements by which texts are compared (Broder 1997). A shorter text is one element. */
final class Shingles {
    static final int WORDS = 3;

    private Shingles() {}

    /** One number for each place in a text, given as {@link Words}; the same run gives the same number wherever it stands. */
    static long[] of(long[] words) {
        if (words.length < WORDS) {
            return new long[] {Words.hash(words)};
        }
        long[] shingles = new long[words.length - WORDS + 1];
        for (int i = 0; i < shingles.length; i++) {
            shingles[i] = Words.hash(words, i, i + WORDS);
        }
        return shingles;
    }
}
