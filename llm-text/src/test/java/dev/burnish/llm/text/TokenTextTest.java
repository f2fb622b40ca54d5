package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTextTest {

    private static final String TEXT = "Grüße aus Köln! 日本語 🎉\n\t\u00a0\u00ad\u007fZażółć  \u0001";

    /** Some tokenizers put a blank before a text. */
    @ParameterizedTest
    @CsvSource({
        "llama2, ' '",
        "mistral0.1, ' '",
        "mistral0.3, ' '",
        "llama3, ''",
        "llama3.1, ''",
        "qwen2.5, ''",
        "qwen3, ''"
    })
    void bytesOfTokensAddUpToTheText(String family, String before) throws Exception {
        try (Tokenizer tokenizer = Tokenizer.load(directory(family))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StringBuilder texts = new StringBuilder();
            for (int token : tokenizer.encode(TEXT)) {
                TokenText text = tokenizer.text(token);
                requireNonNull(text.bytes()).forEach(bytes::write);
                texts.append(text.text());
            }
            assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(before + TEXT);
            assertThat(texts).startsWith(before + "Gr").contains("\uFFFD");
        }
    }

    @Test
    void aSpecialTokenAddsNothingToAText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            assertThat(tokenizer.text(TinyModel.END)).isEqualTo(new TokenText("<|end|>", null));
            assertThat(tokenizer.text(tokenizer.vocabularySize())).isEqualTo(new TokenText("", List.of()));
        }
    }

    private static Path directory(String family) throws URISyntaxException {
        return Path.of(requireNonNull(TokenTextTest.class.getResource("families/" + family))
                .toURI());
    }
}
