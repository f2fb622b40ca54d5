package dev.burnish.formatting.report;

import static dev.burnish.formatting.report.SensitiveKind.API_KEY;
import static dev.burnish.formatting.report.SensitiveKind.EMAIL_ADDRESS;
import static dev.burnish.formatting.report.SensitiveKind.IBAN;
import static dev.burnish.formatting.report.SensitiveKind.PASSWORD;
import static dev.burnish.formatting.report.SensitiveKind.PAYMENT_CARD;
import static dev.burnish.formatting.report.SensitiveKind.PHONE_NUMBER;
import static dev.burnish.formatting.report.SensitiveKind.PRIVATE_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveTextTest {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @Test
    void findsCardsByTheirCheckDigitAlone() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String digits = "4" + digits(random, 14);
            int check = checkDigit(digits);
            String card = digits + check;
            String wrong = digits + (check + 1 + random.nextInt(9)) % 10;

            assertThat(kinds("My card is " + grouped(card) + ", thanks")).containsExactly(PAYMENT_CARD);
            assertThat(kinds("My order is " + wrong + ", thanks")).isEmpty();
            assertThat(SensitiveText.masked("card " + grouped(card))).doesNotContain(card.substring(4, 12));
        }
        assertThat(kinds("5555 5555 5555 4444 or 378282246310005")).containsExactly(PAYMENT_CARD, PAYMENT_CARD);
        assertThat(kinds("0000 0000 0000 0000")).isEmpty();
    }

    @Test
    void findsIbansByTheirCheckDigitsAlone() {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            String account = digits(random, 18);
            int check = 98
                    - new BigInteger(account + "131400")
                            .mod(BigInteger.valueOf(97))
                            .intValue();
            String iban = "DE" + String.format("%02d", check) + account;
            String wrong = "DE" + String.format("%02d", check == 97 ? 2 : check + 1) + account;

            assertThat(kinds("Transfer it to " + grouped(iban) + " please.")).containsExactly(IBAN);
            assertThat(kinds("Part " + wrong + " is missing.")).doesNotContain(IBAN);
        }
        assertThat(kinds("GB82 WEST 1234 5698 7654 32")).containsExactly(IBAN);
    }

    @Test
    void findsAddressesThatAreNoExamples() {
        assertThat(kinds("Write to ines.moreau+news@mail.shop-nimbus.co.uk, or call."))
                .containsExactly(EMAIL_ADDRESS);
        assertThat(kinds("Write to you@example.com, a@b, @name, me@host.example or x@localhost."))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 170 1234567",
                "+1 (415) 555-2671",
                "+33 6 12 34 56 78",
                "(030) 901820 14",
                "415-555-2671",
                "0171 234 5678"
            })
    void findsPhoneNumbers(String number) {
        assertThat(kinds("Call me: " + number + ".")).containsExactly(PHONE_NUMBER);
    }

    @Test
    void findsKeysByShapeAndEntropy() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            assertThat(kinds("key=sk-" + letters(random, 40))).containsAnyOf(API_KEY);
            assertThat(kinds("ghp_" + letters(random, 36))).containsExactly(API_KEY);
            assertThat(kinds("use AKIA" + letters(random, 16).toUpperCase(java.util.Locale.ROOT)))
                    .containsExactly(API_KEY);
        }
        assertThat(kinds("sk-" + "x".repeat(40) + " and hf_" + "a".repeat(34))).isEmpty();
        assertThat(kinds("-----BEGIN RSA PRIVATE KEY-----\nMII…")).containsExactly(PRIVATE_KEY);
        assertThat(kinds("password: hunter2-is-old")).containsExactly(PASSWORD);
        assertThat(kinds("password: forgotten, and my secret: something")).isEmpty();
    }

    @Test
    void findsNothingInOrdinaryText() {
        Random random = new Random(4);
        List<String> ordinary = List.of(
                "2026-11-24T09:30:00Z",
                "24.11.2026 10:15",
                "version 3.33.2 of 2025",
                "order no. Y2782/12",
                "1,234,567.89 EUR",
                "192.168.100.12:8080",
                "ISBN 978-3-16-148410-0",
                "https://shop.example/products/12345?id=987654",
                "the 1990s, 100-200 words, 3 x 4 = 12",
                "f(x) = 3.141592653589793",
                "user@ home",
                "#ff8800 and 0x7fffffff");
        for (int i = 0; i < 2000; i++) {
            String text =
                    ordinary.get(random.nextInt(ordinary.size())) + " " + new UUID(random.nextLong(), random.nextLong())
                            + " " + random.nextInt(1_000_000) + " " + Long.toHexString(random.nextLong());

            assertThat(SensitiveText.find(text)).as(text).isEmpty();
            assertThat(SensitiveText.masked(text)).isSameAs(text);
        }
    }

    @Test
    void masksWithoutChangingTheLength() {
        String text =
                "Ines (ines.moreau@mail.fr, +33 6 12 34 56 78) pays with 4111 1111 1111 1111; password=s3cret-w0rd";

        String masked = SensitiveText.masked(text);

        assertThat(masked)
                .hasSameSizeAs(text)
                .startsWith("Ines (in••")
                .doesNotContain("moreau", "12 34", "1111 1111 11", "w0rd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "+1", "1 ", "a@", "0.", "sk-", "eyJ", "secret:", "(0", "A1"})
    void takesTimeThatGrowsWithTheLengthAlone(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        Assertions.assertTimeout(Duration.ofSeconds(10), () -> SensitiveText.masked(text));
    }

    private static List<SensitiveKind> kinds(String text) {
        return SensitiveText.find(text).stream().map(SensitiveText.Match::kind).toList();
    }

    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? (2 * digit) / 10 + (2 * digit) % 10 : digit;
        }
        return (10 - sum % 10) % 10;
    }

    private static String grouped(String text) {
        return text.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private static String digits(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(random.nextInt(10)))
                .collect(Collectors.joining());
    }

    private static String letters(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> LETTERS_AND_DIGITS.substring(random.nextInt(62)).substring(0, 1))
                .collect(Collectors.joining());
    }
}
