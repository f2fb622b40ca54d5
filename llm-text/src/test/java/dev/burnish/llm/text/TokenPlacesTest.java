package dev.burnish.llm.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPlacesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PIECES = List.of(
            "the ",
            "answer",
            "  ",
            "\n\n",
            " 2026",
            "ß",
            "é",
            "日本語",
            "🎉",
            "👩\u200D👧",
            "<|end|>",
            ".",
            "\t",
            "n't",
            " \u00A0x",
            "\u0120");

    @ParameterizedTest
    @ValueSource(
            strings = {"tiny-model", "dev/burnish/llm/text/families/llama3", "dev/burnish/llm/text/families/qwen2.5"})
    void saysOfEveryTextWhatTheLibrarySays(String model) throws Exception {
        Path file = directory(model).resolve("tokenizer.json");
        TokenPlaces places = places(file).orElseThrow();
        try (HuggingFaceTokenizer library = HuggingFaceTokenizer.newInstance(
                file, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"))) {
            Random random = new Random(11);
            for (int i = 0; i < 300; i++) {
                StringBuilder text = new StringBuilder();
                for (int pieces = 1 + random.nextInt(12); pieces > 0; pieces--) {
                    text.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                compare(text.toString(), places, library);
            }
        }
    }

    private static void compare(String text, TokenPlaces places, HuggingFaceTokenizer library) {
        Encoding encoding = library.encode(text, false, false);
        int[] tokens =
                LongStream.of(encoding.getIds()).mapToInt(Math::toIntExact).toArray();

        TokenizedText placed = requireNonNull(places.of(text, text.getBytes(UTF_8).length, tokens), text);

        CharSpan[] spans = encoding.getCharTokenSpans();
        for (int i = 0; i < tokens.length; i++) {
            assertThat(placed.starts()[i])
                    .as("start of token %s of %s", i, text)
                    .isEqualTo(text.offsetByCodePoints(0, spans[i].getStart()));
            assertThat(placed.ends()[i])
                    .as("end of token %s of %s", i, text)
                    .isEqualTo(text.offsetByCodePoints(0, spans[i].getEnd()));
        }
    }

    @Test
    void leavesATextToTheLibraryWhoseBytesTheTokensAreNot() throws Exception {
        TokenPlaces places =
                places(directory("tiny-model").resolve("tokenizer.json")).orElseThrow();

        assertThat(places.of("abc", 3, new int[] {TinyModel.END})).isNull();
    }

    @Test
    void leavesTokenizersToTheLibraryWhoseTokensAreNoBytes() throws Exception {
        assertThat(places(directory("dev/burnish/llm/text/families/llama2").resolve("tokenizer.json")))
                .isEmpty();
    }

    private static Optional<TokenPlaces> places(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        return TokenPlaces.of(root, Vocabulary.read(file, root));
    }

    private static Path directory(String model) throws Exception {
        return Path.of(requireNonNull(TokenPlacesTest.class.getResource("/" + model), model)
                .toURI());
    }
}
