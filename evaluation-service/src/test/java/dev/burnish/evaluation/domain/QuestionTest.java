package dev.burnish.evaluation.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuestionTest {
    private static final ChatMessage SYSTEM = ChatMessage.system("Answer in one word.");
    private static final ChatMessage USER = ChatMessage.user("And of Italy?");
    private static final ChatMessage PARIS = ChatMessage.assistant("Paris");
    private static final ChatMessage ROME = ChatMessage.assistant("Rome");
    private static final ChatMessage UNLEARNED = new ChatMessage(ChatMessage.ASSISTANT, "Berlin", false);

    @Test
    void asksForTheLastLearnedAnswerAfterEverythingBeforeIt() {
        assertThat(Question.of(example(SYSTEM, USER, PARIS, USER, ROME, USER)))
                .contains(new Question(List.of(SYSTEM, USER, PARIS, USER), List.of(), ROME));
    }

    @Test
    void passesOverAnswersThatAreNotLearned() {
        assertThat(Question.of(example(USER, PARIS, USER, UNLEARNED)))
                .contains(new Question(List.of(USER), List.of(), PARIS));
    }

    @Test
    void asksWithTheToolsThatTheExampleOffers() {
        Map<String, Object> tool = Map.of("type", "function", "function", Map.of("name", "capital"));
        ChatMessage call = ChatMessage.calling("", new ToolCall("call00001", "capital", "{}"));

        assertThat(Question.of(new ChatExample(List.of(USER, call), List.of(tool), 1)))
                .contains(new Question(List.of(USER), List.of(tool), call));
    }

    @Test
    void hasNothingToAskWithoutALearnedAnswerOrAMessageBeforeIt() {
        assertThat(Question.of(example(SYSTEM, USER, UNLEARNED))).isEmpty();
        assertThat(Question.of(example(PARIS))).isEmpty();
    }

    private static ChatExample example(ChatMessage... messages) {
        return new ChatExample(List.of(messages), 1);
    }
}
