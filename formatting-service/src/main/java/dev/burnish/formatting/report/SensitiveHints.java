package dev.burnish.formatting.report;

/**
 * What one look at every character of a text tells of the patterns of {@link SensitiveText}: a pattern without its hint has no match, and most texts have no hint at all. Each hint
 * is what the matches of its pattern have in common.
 *
 * @param privateKey five dashes
 * @param key a run of letters, digits, dashes and underscores as long as the shortest key's
 * @param password an equals sign or a colon behind the last letter of one of the words for secrets
 * @param email an at sign
 * @param card as many digits as the shortest card number's with at most one other sign between two
 * @param iban two capital letters before two digits
 * @param phone as many digits as the shortest phone number's with at most three signs between two
 */
record SensitiveHints(
        boolean privateKey, boolean key, boolean password, boolean email, boolean card, boolean iban, boolean phone) {
    /** {@code eyJ} and ten characters. */
    private static final int SHORTEST_KEY = 13;

    private static final int SHORTEST_CARD = 13;
    private static final int SHORTEST_PHONE = 8;
    private static final String SIGNS_IN_NUMBERS = " ()./-";
    private static final int MOST_SIGNS_IN_NUMBERS = 3;

    /** Last letters of the words of {@code SensitiveText.PASSWORD}. */
    private static final String LAST_LETTERS = "dtyn";

    private static final int CAPITALS_AND_DIGITS = 0b01_01_10_10;

    static SensitiveHints of(String text) {
        int run = 0;
        int longestRun = 0;
        int digits = 0;
        int mostDigits = 0;
        int signs = 0;
        int kinds = 0;
        boolean iban = false;
        boolean password = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean capital = c >= 'A' && c <= 'Z';
            kinds = (kinds << 2 | (capital ? 1 : digit ? 2 : 0)) & 0xff;
            iban |= kinds == CAPITALS_AND_DIGITS;
            run = digit || capital || (c >= 'a' && c <= 'z') || c == '_' || c == '-' ? run + 1 : 0;
            longestRun = Math.max(longestRun, run);
            if (digit) {
                digits++;
                signs = 0;
                mostDigits = Math.max(mostDigits, digits);
            } else if (digits > 0) {
                signs++;
                digits = signs <= MOST_SIGNS_IN_NUMBERS && SIGNS_IN_NUMBERS.indexOf(c) >= 0 ? digits : 0;
            }
            password |= (c == ':' || c == '=') && endsAWordForSecrets(text, i);
        }
        return new SensitiveHints(
                text.contains("-----"),
                longestRun >= SHORTEST_KEY,
                password,
                text.indexOf('@') >= 0,
                mostDigits >= SHORTEST_CARD,
                iban,
                mostDigits >= SHORTEST_PHONE);
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
