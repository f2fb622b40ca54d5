package dev.burnish.formatting.report;

/** The beginning of a text, on one line, with what is sensitive in it masked. */
final class Excerpt {
    private Excerpt() {}

    /** @param most characters, with the sign that says that there were more */
    static String of(String text, int most) {
        // What is cut at the end of the excerpt is recognised only with what follows it.
        String start = text.substring(0, Math.min(text.length(), 2 * most + 500));
        String line = SensitiveText.masked(start).strip().replaceAll("\\s+", " ");
        String shown = line.codePoints()
                .limit(most)
                .map(point -> Character.isISOControl(point) || isSurrogate(point) ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        boolean cut = shown.length() < line.length() || start.length() < text.length();
        return cut ? shown + "…" : shown;
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
