package dev.burnish.examples.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorpusTest {

    private static List<List<ChatMessage>> conversations(long seed, int count) {
        return Stream.generate(new Corpus(seed)::next).limit(count).toList();
    }

    @Test
    void followsFromItsSeed() {
        assertThat(conversations(1, 200)).isEqualTo(conversations(1, 200));
        assertThat(conversations(2, 200)).isNotEqualTo(conversations(1, 200));
    }

    @Test
    void endsEveryConversationWithAnAnswer() {
        for (List<ChatMessage> conversation : conversations(3, 2000)) {
            assertThat(conversation.getLast().learned()).isTrue();
            assertThat(conversation).noneMatch(message -> message.content().matches("(?s).*[{][a-z]+[}].*"));
        }
    }

    /** Else the base model would answer the sample data set without having been tuned. */
    @Test
    void neverUsesTheAnswersOfTheSampleDataSet() throws IOException {
        Set<String> answers = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("support-tickets.jsonl"))) {
            answers.add(new ObjectMapper()
                    .readTree(line)
                    .path("messages")
                    .path(2)
                    .path("content")
                    .asText());
        }
        for (List<ChatMessage> conversation : conversations(4, 5000)) {
            assertThat(conversation).noneMatch(message -> answers.contains(message.content()));
        }
    }

    @Test
    void asksForEverySkillInManyWords() {
        SplittableRandom random = new SplittableRandom(5);
        for (Skill skill : Skill.values()) {
            Set<List<ChatMessage>> questions = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                questions.add(skill.question(random));
            }
            assertThat(questions).as(skill.name()).hasSizeGreaterThan(45);
        }
    }

    @Test
    void expandsChoicesAndSlots() {
        SplittableRandom random = new SplittableRandom(6);
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            texts.add(Template.expand("(a|b(c|d)|) {x}.", random, slot -> "<" + slot + ">"));
        }
        assertThat(texts).containsExactlyInAnyOrder("a <x>.", "bc <x>.", "bd <x>.", "<x>.");
    }
}
