package dev.burnish.formatting.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds personal data and secrets by their shape, and checks what a shape alone does not tell: check digits (Luhn's of ISO/IEC 7812 for payment cards, ISO 7064's mod 97 for IBANs), the
 * entropy of keys, and names that are reserved for examples (RFC 2606). Names and addresses of people have no shape and are not found.
 *
 * <p>Every pattern starts where a run of its characters starts and takes a bounded number of them, so that the time grows with the text's length alone.
 */
final class SensitiveText {
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----");
    private static final Pattern API_KEY = Pattern.compile("(?<![A-Za-z0-9_-])(?:"
            + "sk-[A-Za-z0-9_-]{20,200}"
            + "|(?:AKIA|ASIA)[0-9A-Z]{16}"
            + "|gh[pousr]_[A-Za-z0-9]{36,80}|github_pat_[A-Za-z0-9_]{40,100}"
            + "|glpat-[A-Za-z0-9_-]{20,60}"
            + "|xox[abprs]-[A-Za-z0-9-]{10,100}"
            + "|AIza[0-9A-Za-z_-]{35}"
            + "|hf_[A-Za-z0-9]{30,60}"
            + "|[sr]k_live_[A-Za-z0-9]{20,100}"
            + "|eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,1000}"
            + ")(?![A-Za-z0-9_-])");
    private static final Pattern PASSWORD = Pattern.compile(
            "(?i)(?<![a-z0-9])(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)"
                    + "[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?([^\\s\"'<>{}\\[\\],;]{8,200})");
    private static final Pattern EMAIL = Pattern.compile(
            "(?<![\\w.%+-])[A-Za-z0-9](?:[\\w.%+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24})(?![\\w-])");
    private static final Pattern CARD = Pattern.compile("(?<![\\w.-])\\d(?:[ -]?\\d){12,18}(?![\\w-])");
    private static final Pattern IBAN =
            Pattern.compile("(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])");
    private static final Pattern PHONE = Pattern.compile("(?<![\\w+.-])(?:"
            + "\\+\\d(?:[ ()./-]{0,3}\\d){7,14}"
            + "|\\(0?\\d{2,4}\\)[ -]?\\d{3,4}[ -]?\\d{3,5}"
            + "|\\d{3}[ .-]\\d{3}[ .-]\\d{4}"
            + "|0\\d{2,4}[ /-]\\d{3,4}[ -]?\\d{3,5}"
            + ")(?![\\w-]|\\.\\d)");

    /** RFC 2606, and what is not meant for people. */
    private static final Set<String> EXAMPLE_DOMAINS = Set.of("example", "test", "invalid", "localhost");

    /** Bits for each character; random letters and digits have above 4, words and repetitions below 3. */
    private static final double KEY_ENTROPY = 3.0;

    private static final double PASSWORD_ENTROPY = 2.5;

    /** Of one text; what is behind is not looked for. */
    private static final int MOST = 1000;

    private SensitiveText() {}

    /** @param end exclusive */
    record Match(SensitiveKind kind, int start, int end) {}

    /** Everything found, in the order of the text and without overlaps; of two that overlap, the kind that is named first. */
    static List<Match> find(String text) {
        SensitiveHints hints = SensitiveHints.of(text);
        return hints.any() ? find(text, hints) : List.of();
    }

    /** Looks only for what is hinted at. */
    static List<Match> find(String text, SensitiveHints hints) {
        List<Match> found = new ArrayList<>();
        if (hints.privateKey()) {
            add(SensitiveKind.PRIVATE_KEY, PRIVATE_KEY.matcher(text), 0, found);
        }
        if (hints.key()) {
            add(SensitiveKind.API_KEY, API_KEY.matcher(text), 0, found);
        }
        if (hints.password()) {
            add(SensitiveKind.PASSWORD, PASSWORD.matcher(text), 1, found);
        }
        if (hints.email()) {
            add(SensitiveKind.EMAIL_ADDRESS, EMAIL.matcher(text), 0, found);
        }
        if (hints.card()) {
            add(SensitiveKind.PAYMENT_CARD, CARD.matcher(text), 0, found);
        }
        if (hints.iban()) {
            add(SensitiveKind.IBAN, IBAN.matcher(text), 0, found);
        }
        if (hints.phone()) {
            add(SensitiveKind.PHONE_NUMBER, PHONE.matcher(text), 0, found);
        }
        found.sort(Comparator.comparingInt(Match::start));
        return found;
    }

    private static void add(SensitiveKind kind, Matcher matcher, int group, List<Match> found) {
        while (found.size() < MOST && matcher.find()) {
            Match match = new Match(kind, matcher.start(group), matcher.end(group));
            if (found.stream().noneMatch(other -> other.start < match.end && match.start < other.end)
                    && isPlausible(kind, matcher, group)) {
                found.add(match);
            }
        }
    }

    private static boolean isPlausible(SensitiveKind kind, Matcher matcher, int group) {
        String text = matcher.group(group);
        return switch (kind) {
            case PRIVATE_KEY -> true;
            case API_KEY -> entropy(text) >= KEY_ENTROPY;
            case PASSWORD -> entropy(text) >= PASSWORD_ENTROPY && isMixed(text);
            case EMAIL_ADDRESS -> isReal(matcher.group(1));
            case PAYMENT_CARD -> isCard(text.replaceAll("[ -]", ""));
            case IBAN -> isIban(text.replace(" ", ""));
            case PHONE_NUMBER -> isPhone(text);
        };
    }

    /** Shannon's, of the characters of the text, in bits for each. */
    static double entropy(String text) {
        int[] counts = new int[128];
        text.chars().forEach(character -> counts[character & 127]++);
        double entropy = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                entropy -= share * Math.log(share) / Math.log(2);
            }
        }
        return entropy;
    }

    /** A word behind "password:" is talk; one of letters with digits or signs is a password. */
    private static boolean isMixed(String text) {
        return text.chars().anyMatch(Character::isLetter)
                && text.chars().anyMatch(character -> !Character.isLetter(character) && character != '.');
    }

    private static boolean isReal(String domain) {
        String[] labels = domain.toLowerCase(Locale.ROOT).split("\\.", -1);
        return !EXAMPLE_DOMAINS.contains(labels[labels.length - 1])
                && !EXAMPLE_DOMAINS.contains(labels[labels.length - 2]);
    }

    /** A number with Luhn's check digit that starts and is as long as those of a card network. */
    static boolean isCard(String digits) {
        int length = digits.length();
        int two = Integer.parseInt(digits.substring(0, 2));
        int four = Integer.parseInt(digits.substring(0, 4));
        boolean network = switch (length) {
            case 13, 19 -> digits.charAt(0) == '4';
            case 14 -> two == 36 || two == 38 || (four >= 3000 && four <= 3059);
            case 15 -> two == 34 || two == 37;
            case 16 ->
                digits.charAt(0) == '4'
                        || two == 65
                        || four == 6011
                        || (two >= 51 && two <= 55)
                        || (four >= 2221 && four <= 2720)
                        || (four >= 3528 && four <= 3589);
            default -> false;
        };
        return network && luhn(digits);
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /** 15 to 34 characters whose number, with the first four at the end and letters as 10 to 35, leaves 1 modulo 97. */
    static boolean isIban(String text) {
        if (text.length() < 15 || text.length() > 34) {
            return false;
        }
        int remainder = 0;
        for (char character : (text.substring(4) + text.substring(0, 4)).toCharArray()) {
            int value = Character.digit(character, 36);
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }

    private static boolean isPhone(String text) {
        long digits = text.chars().filter(Character::isDigit).count();
        return digits >= 8
                && digits <= 15
                && text.chars().filter(Character::isDigit).distinct().count() > 2;
    }

    /** The text with everything found made unreadable; as long as before. */
    static String masked(String text) {
        List<Match> found = find(text);
        if (found.isEmpty()) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text);
        for (Match match : found) {
            masked.replace(match.start, match.end, masked(match.kind, text.substring(match.start, match.end)));
        }
        return masked.toString();
    }

    /** Enough of it to find it in the file: of secrets the first four characters, of others the first and the last two. */
    static String masked(SensitiveKind kind, String text) {
        if (kind == SensitiveKind.PRIVATE_KEY) {
            return text;
        }
        int shownLast = kind.isSecret() ? 0 : 2;
        int shownFirst = Math.min(kind.isSecret() ? 4 : 2, text.length() / 4);
        StringBuilder masked = new StringBuilder(text);
        for (int i = shownFirst; i < text.length() - shownLast; i++) {
            char character = text.charAt(i);
            if (Character.isLetterOrDigit(character) || kind.isSecret()) {
                masked.setCharAt(i, '•');
            }
        }
        return masked.toString();
    }
}
