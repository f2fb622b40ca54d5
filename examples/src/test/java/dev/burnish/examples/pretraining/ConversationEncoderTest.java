package dev.burnish.examples.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.examples.corpus.Corpus;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.TextModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationEncoderTest {

    @Test
    void encodesAsTheChatTemplateDoes() throws Exception {
        Corpus corpus = new Corpus(9);
        try (TextModel model = TextModel.load(Path.of("models/burnish-tiny"))) {
            ConversationEncoder encoder = new ConversationEncoder(model.tokenizer());
            ExampleEncoder reference = new ExampleEncoder(model, model.maxPositions());
            for (int i = 1; i <= 300; i++) {
                List<ChatMessage> conversation = corpus.next();
                EncodedExample expected = reference
                        .encode(List.of(new ChatExample(conversation, i)))
                        .examples()
                        .getFirst();
                EncodedExample actual = encoder.encode(conversation, false);
                assertThat(actual.tokens()).isEqualTo(expected.tokens());
                assertThat(actual.learned()).isEqualTo(expected.learned());
            }
        }
    }
}
