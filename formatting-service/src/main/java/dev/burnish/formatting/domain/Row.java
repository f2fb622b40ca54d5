package dev.burnish.formatting.domain;

import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.PreferenceExample;
import dev.burnish.llm.text.PreferenceExamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** What one row of a file teaches. */
public sealed interface Row {

    /** What training reads, each text on its own. */
    List<ChatExample> texts();

    /** The row's line in the canonical file, with its end; equal lines teach the same. */
    byte[] canonicalLine() throws IOException;

    /** A conversation whose answers are learned. */
    record Conversation(ChatExample example) implements Row {
        @Override
        public List<ChatExample> texts() {
            return List.of(example);
        }

        @Override
        public byte[] canonicalLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            ChatExamples.write(line, List.of(example));
            return line.toByteArray();
        }
    }

    /** A conversation with two answers, of which one is preferred. */
    record Preference(PreferenceExample pair) implements Row {
        @Override
        public List<ChatExample> texts() {
            return List.of(pair.preferredExample(), pair.otherExample());
        }

        @Override
        public byte[] canonicalLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            PreferenceExamples.write(line, List.of(pair));
            return line.toByteArray();
        }
    }
}
