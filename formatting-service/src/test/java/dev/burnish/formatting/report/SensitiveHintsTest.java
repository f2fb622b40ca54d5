package dev.burnish.formatting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SensitiveHintsTest {
    private static final SensitiveHints EVERYTHING = new SensitiveHints(true, true, true, true, true, true, true);

    private static final List<String> PIECES = List.of(
            "sk-",
            "aB3xK9mQ2vL7nR4tY8wZ",
            "AKIA",
            "IOSFODNN7EXAMPLZ",
            "ghp_",
            "github_pat_",
            "glpat-",
            "xoxb-",
            "AIza",
            "hf_",
            "sk_live_",
            "eyJ",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl",
            "password",
            "PASSWD",
            "pwd",
            "api_key",
            "access-token",
            "secret",
            "\"",
            "'",
            ":",
            "=",
            " ",
            "\t",
            "\n",
            "hunter2!x9",
            "anna",
            "@",
            "mail.de",
            "4111 1111 1111 1111",
            "4111111111111111",
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            "+49 30 1234567",
            "(030) 123 4567",
            "030/1234567",
            "555-123-4567",
            "12",
            "3",
            "-",
            ".",
            "/",
            "(",
            ")",
            "ä",
            "日",
            "🙂",
            "X",
            "-----BEGIN PRIVATE KEY-----");

    @Test
    void missNothingThatAPatternFinds() {
        Random random = new Random(5);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(8); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            List<SensitiveText.Match> all = SensitiveText.find(text.toString(), EVERYTHING);
            assertThat(SensitiveText.find(text.toString())).as(text.toString()).isEqualTo(all);
            found += all.size();
        }
        assertThat(found).isGreaterThan(5000);
    }

    @Test
    void areNoneInTextAsMostIs() {
        assertThat(SensitiveHints.of("Hello, my order 20418 of 3 June has not come: is it lost? Regards, Ines (Lyon)")
                        .any())
                .isFalse();
    }
}
