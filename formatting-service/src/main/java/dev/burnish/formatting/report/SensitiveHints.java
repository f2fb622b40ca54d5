package dev.burnish.formatting.report;

import java.util.Arrays;

/**
 * What one look at every character of a text tells of the patterns of {@link SensitiveText}: a pattern without its hint has no match, and most texts have no hint at all. Each hint
 * is what the matches of its pattern have in common.
 *
 * @param privateKey five dashes
 * @param key a run of letters, digits, dashes and underscores that begins as the keys of a kind do
 * @param password an equals sign or a colon behind the last letter of one of the words for secrets
 * @param email an at sign
 * @param card as many digits as the shortest card number's with at most one other sign between two
 * @param iban two capital letters before two digits
 * @param phone as many digits as the shortest phone number's with at most three signs between two
 */
record SensitiveHints(
        boolean privateKey, boolean key, boolean password, boolean email, boolean card, boolean iban, boolean phone) {
    /** With what keys begin. */
    private static final String[] BEGINNINGS_OF_KEYS = {
        "sk-", "sk_live_", "rk_live_", "AKIA", "ASIA", "AIza", "gh", "github_pat_", "glpat-", "xox", "hf_", "eyJ"
    };

    private static final boolean[] FIRST_LETTERS_OF_KEYS = new boolean[128];

    private static final int SHORTEST_CARD = 13;
    private static final int SHORTEST_PHONE = 8;
    private static final String SIGNS_IN_NUMBERS = " ()./-";
    private static final int MOST_SIGNS_IN_NUMBERS = 3;

    /** Last letters of the words of {@code SensitiveText.PASSWORD}. */
    private static final String LAST_LETTERS = "dtyn";

    /** The count of capitals once a digit has followed two of them. */
    private static final int CAPITALS_BEFORE_DIGIT = 3;

    /** What kind of character each of ASCII is. */
    private static final byte[] KINDS = new byte[128];

    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte CAPITAL = 2;
    private static final byte DIGIT = 3;
    /** Which words are joined by, and numbers are not. */
    private static final byte LINE = 4;

    /** Behind which a password may stand. */
    private static final byte SEPARATOR = 5;

    static {
        Arrays.fill(KINDS, 'a', 'z' + 1, LETTER);
        Arrays.fill(KINDS, 'A', 'Z' + 1, CAPITAL);
        Arrays.fill(KINDS, '0', '9' + 1, DIGIT);
        for (String beginning : BEGINNINGS_OF_KEYS) {
            FIRST_LETTERS_OF_KEYS[beginning.charAt(0)] = true;
        }
        KINDS['_'] = LINE;
        KINDS['-'] = LINE;
        KINDS[':'] = SEPARATOR;
        KINDS['='] = SEPARATOR;
    }

    static SensitiveHints of(String text) {
        boolean key = false;
        boolean password = false;
        boolean iban = false;
        int capitals = 0;
        int digits = 0;
        int mostDigits = 0;
        int signs = 0;
        byte before = OTHER;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            byte kind = c < KINDS.length ? KINDS[c] : OTHER;
            if (before == OTHER || before == SEPARATOR) {
                key |= kind != OTHER && FIRST_LETTERS_OF_KEYS[c] && beginsAKey(text, i);
            }
            if (kind == DIGIT) {
                iban |= before == DIGIT && capitals == CAPITALS_BEFORE_DIGIT;
                capitals = before == CAPITAL && capitals >= 2 ? CAPITALS_BEFORE_DIGIT : 0;
                digits++;
                signs = 0;
                mostDigits = Math.max(mostDigits, digits);
            } else {
                capitals = kind == CAPITAL ? (before == CAPITAL ? 2 : 1) : 0;
                signs++;
                digits = digits > 0 && signs <= MOST_SIGNS_IN_NUMBERS && SIGNS_IN_NUMBERS.indexOf(c) >= 0 ? digits : 0;
                password |= kind == SEPARATOR && endsAWordForSecrets(text, i);
            }
            before = kind;
        }
        return new SensitiveHints(
                text.contains("-----"),
                key,
                password,
                text.indexOf('@') >= 0,
                mostDigits >= SHORTEST_CARD,
                iban,
                mostDigits >= SHORTEST_PHONE);
    }

    private static boolean beginsAKey(String text, int place) {
        for (String beginning : BEGINNINGS_OF_KEYS) {
            if (text.startsWith(beginning, place)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what is before the place, but for white space and a quote, may be the end of such a word. */
    private static boolean endsAWordForSecrets(String text, int place) {
        int last = place - 1;
        while (last >= 0 && last >= place - 3 && isBlank(text.charAt(last))) {
            last--;
        }
        if (last >= 0 && (text.charAt(last) == '"' || text.charAt(last) == '\'')) {
            last--;
        }
        return last >= 0 && LAST_LETTERS.indexOf(text.charAt(last) | 0x20) >= 0;
    }

    /** As {@code \s} has it. */
    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    boolean any() {
        return privateKey || key || password || email || card || iban || phone;
    }
}
