package dev.burnish.llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.llm.text.template.Rendering.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    @Test
    void givesBackAnyText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            for (String text :
                    new String[] {"Hello, world 2026!", " two  spaces\n\n", "Grüße – 日本語 🎉", "{\"a\":\"b\"}"}) {
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            }
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.decode(new int[0])).isEmpty();
        }
    }

    @Test
    void recognisesSpecialTokensAndLeavesThemOutOfText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            assertThat(tokenizer.specialTokens()).contains("<|end|>", "<|assistant|>");
            assertThat(tokenizer.encode("<|end|>")).containsExactly(TinyModel.END);
            assertThat(tokenizer.decode(tokenizer.encode("yes<|end|>"))).isEqualTo("yes");
            assertThat(tokenizer.vocabularySize()).isEqualTo(420);
        }
    }

    @Test
    void placesEveryTokenInTheText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            for (String text :
                    new String[] {"Grüße 🎉🎉 x<|end|>\u0000y", "a\uD83C", "\uDF89", "e\u0301 \r\n", "👩\u200D👧"}) {
                TokenizedText encoded = tokenizer.encodeWithOffsets(text);
                assertThat(encoded.tokens()).isEqualTo(tokenizer.encode(text));
                int last = 0;
                for (int i = 0; i < encoded.tokens().length; i++) {
                    assertThat(encoded.starts()[i]).isBetween(last, text.length());
                    assertThat(encoded.ends()[i]).isBetween(encoded.starts()[i], text.length());
                    last = encoded.starts()[i];
                }
                assertThat(encoded.ends()[encoded.tokens().length - 1]).isEqualTo(text.length());
            }
            TokenizedText encoded = tokenizer.encodeWithOffsets("🎉🎉<|end|>");
            int last = encoded.tokens().length - 1;
            assertThat(encoded.within(List.of(new Span(4, 11)))[last]).isTrue();
            assertThat(encoded.within(List.of(new Span(4, 11)))[last - 1]).isFalse();
        }
    }

    @Test
    void doesNotTruncateLongText() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            assertThat(tokenizer.encode("1 ".repeat(2000))).hasSizeGreaterThan(2000);
        }
    }

    @Test
    void streamsWholeCharacters() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            Random random = new Random(7);
            for (int i = 0; i < 200; i++) {
                String text = random.ints(20, 1, 0x2FFFF)
                        .filter(c -> Character.isDefined(c) && !Character.isSurrogate((char) c) && c != 0xFFFD)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                TokenStream stream = new TokenStream(tokenizer);
                StringBuilder streamed = new StringBuilder();
                for (int token : tokenizer.encode(text)) {
                    String piece = stream.add(token);
                    assertThat(piece).doesNotContain("\uFFFD");
                    streamed.append(piece);
                }
                assertThat(streamed.append(stream.finish())).hasToString(text);
            }
        }
    }

    @Test
    void streamEndsWithAReplacementForAnUnfinishedCharacter() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TinyModel.directory())) {
            int[] tokens = tokenizer.encode("🎉");
            TokenStream stream = new TokenStream(tokenizer);
            assertThat(stream.add(tokens[0])).isEmpty();
            assertThat(stream.finish()).isEqualTo("\uFFFD");
            assertThat(stream.finish()).isEmpty();
        }
    }

    @Test
    void namesTheFieldThatIsMissing(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() -> Tokenizer.load(directory))
                .isInstanceOf(TextModelException.class)
                .hasMessageContaining("tokenizer.json");
        Files.writeString(directory.resolve("tokenizer.json"), "{\"model\":{\"type\":\"Unigram\"}}");
        assertThatThrownBy(() -> Tokenizer.load(directory))
                .isInstanceOf(TextModelException.class)
                .hasMessageContaining("model.vocab");
    }
}
