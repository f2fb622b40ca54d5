package dev.burnish.examples.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFilesTest {

    private static final String TEXT =
            "The parcel is late. {\"state\":\"late\"} It's 2026, a late parcel; the parcel!\n";

    @TempDir
    private Path directory;

    private Tokenizer train() throws IOException {
        TokenizerFiles.write(directory, Stream.generate(() -> TEXT).limit(50), 320, 64);
        return Tokenizer.load(directory);
    }

    @Test
    void makesTokensOfFrequentWordsInBothForms() throws IOException {
        try (Tokenizer tokenizer = train()) {
            assertThat(tokenizer.encode(" late")).hasSize(1);
            assertThat(tokenizer.encode("late")).hasSize(1);
            assertThat(tokenizer.encode("2026")).hasSize(4);
            assertThat(tokenizer.vocabularySize())
                    .as("every byte, and a token per pair that occurs twice in the short text")
                    .isBetween(257, 320);
        }
    }

    @Test
    void givesBackAnyText() throws IOException {
        try (Tokenizer tokenizer = train()) {
            for (String text : List.of(TEXT, "naïve 北京 🎉\t\r\n  x")) {
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void givesTheSameFilesForTheSameText() throws IOException {
        train().close();
        byte[] first = Files.readAllBytes(directory.resolve("tokenizer.json"));
        train().close();
        assertThat(directory.resolve("tokenizer.json")).hasBinaryContent(first);
    }

    @Test
    void comesWithAChatTemplate() throws Exception {
        train().close();
        Files.writeString(directory.resolve("config.json"), "{\"eos_token_id\":4,\"max_position_embeddings\":64}");
        try (TextModel model = TextModel.load(directory)) {
            assertThat(model.template().render(List.of(ChatMessage.user("Hi")), true))
                    .isEqualTo("<|user|>Hi<|end|><|assistant|>");
        }
    }
}
