package dev.burnish.formatting.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the wording of an answer gives away. */
final class Prose {
    /** Fewer words may be a label, a name or a title, which need no full stop. */
    private static final int WORDS_OF_PROSE = 8;

    private static final String OPENING = ",;:([{–—=+&/\\";

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)(n/?a|none|null|nil|undefined|nan|tbd|todo|fixme|xxx+|lorem ipsum.*"
                    + "|[\\[<{]{0,2}(?:your|insert|add|put|placeholder|todo)\\b[^\\]>}]{0,60}[\\]>}]{1,2}|[\\s.…_*-]*)",
            Pattern.DOTALL);

    private static final List<String> REFUSALS = List.of(
            "as an ai language model",
            "as a language model",
            "as an ai assistant, i",
            "as an artificial intelligence",
            "i'm sorry, but i can't",
            "i'm sorry, but i cannot",
            "i’m sorry, but i can’t",
            "i am sorry, but i cannot",
            "i cannot assist with",
            "i can't assist with",
            "i'm unable to assist",
            "i cannot fulfill",
            "my knowledge cutoff",
            "my training data only goes");

    private static final String FENCE = "```";

    /** UTF-8 that was read as Windows-1252, or a letter that was already lost. */
    private static final Pattern GARBLED = Pattern.compile("[ÃÂ][\\u0080-\\u00BF]|â€[\\u0080-\\u00BF™œ\"“”]|\\uFFFD");

    /** What is longer is seldom looked up in a text. */
    private static final int MOST_COPIED = 200;

    private static final String GARBLED_BEGINNINGS = "ÃÂâ\uFFFD";

    private Prose() {}

    /** Whether the answer only holds a place; a word that labels something, such as "none", is for the whole data set to judge. */
    static boolean isPlaceholder(String answer) {
        String text = answer.strip();
        return text.length() <= 80 && PLACEHOLDER.matcher(text).matches();
    }

    static boolean isRefusal(String answer) {
        String start = answer.substring(0, Math.min(answer.length(), 400)).toLowerCase(Locale.ROOT);
        return REFUSALS.stream().anyMatch(start::contains);
    }

    static boolean isGarbled(String text) {
        boolean possible = GARBLED_BEGINNINGS.chars().anyMatch(beginning -> text.indexOf(beginning) >= 0);
        return possible && GARBLED.matcher(text).find();
    }

    /** Whether the answer is prose, whose end can be judged. */
    static boolean isLong(long[] words) {
        return words.length >= WORDS_OF_PROSE;
    }

    /** Whether a longer text stops in the middle of a sentence, or of a block of code. */
    static boolean endsOpen(String answer) {
        String text = answer.strip();
        if (text.isEmpty()) {
            return false;
        }
        int last = text.codePointBefore(text.length());
        return Character.isLetterOrDigit(last) || OPENING.indexOf(last) >= 0 || fences(text) % 2 == 1;
    }

    private static int fences(String text) {
        int count = 0;
        for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + FENCE.length())) {
            count++;
        }
        return count;
    }

    /** Whether it ends with a sign that nothing ends with. */
    static boolean endsWithOpeningSign(String answer) {
        String text = answer.strip();
        return !text.isEmpty() && OPENING.indexOf(text.codePointBefore(text.length())) >= 0;
    }

    /** Whether a short answer is a part of the prompt, from the start of a word to the end of one. */
    static boolean isCopied(String answer, String prompt) {
        String text = answer.strip();
        if (text.isEmpty()
                || text.length() > MOST_COPIED
                || text.length() == prompt.strip().length()) {
            return false;
        }
        for (int at = prompt.indexOf(text); at >= 0; at = prompt.indexOf(text, at + 1)) {
            if (!joins(prompt, at) && !joins(prompt, at + text.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word goes on over this place. */
    private static boolean joins(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at));
    }
}
