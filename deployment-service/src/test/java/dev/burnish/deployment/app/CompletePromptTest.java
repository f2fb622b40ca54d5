package dev.burnish.deployment.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.text.ChatMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The path of a request through queue and generation thread. */
@Timeout(30)
class CompletePromptTest {
    private final FairQueue queue = new FairQueue(4, 3);
    private final Fakes.Folders folders = new Fakes.Folders();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ScriptedModels models = new ScriptedModels("Hel", "lo", "");
    private GenerationLoop loop = new GenerationLoop(queue, models, meters);

    @AfterEach
    void stopTheLoop() {
        models.allow(1000);
        loop.stop();
    }

    @Test
    void generatesEveryChoiceATokenInTurn() throws Exception {
        loop.start();
        try (Answers answers = complete(Fakes.order(Fakes.base("tiny"), "Hi", 2, OptionalInt.empty()))) {
            assertThat(answers.promptTokens()).isEqualTo(2);
            assertThat(Fakes.events(answers, 8))
                    .containsExactly(
                            new GenerationEvent.Started(0),
                            new GenerationEvent.Started(1),
                            new GenerationEvent.Text(0, "Hel"),
                            new GenerationEvent.Text(1, "Hel"),
                            new GenerationEvent.Text(0, "lo"),
                            new GenerationEvent.Text(1, "lo"),
                            new GenerationEvent.Finished(0, Finish.STOP, 3),
                            new GenerationEvent.Finished(1, Finish.STOP, 3));
        }
        await().untilAsserted(() -> {
            assertThat(meters.counter("burnish.generation.tokens", "kind", "completion")
                            .count())
                    .isEqualTo(6);
            assertThat(meters.counter("burnish.generation.tokens", "kind", "prompt")
                            .count())
                    .isEqualTo(4);
            assertThat(meters.timer("burnish.generation.time.to.first.token").count())
                    .isEqualTo(2);
        });
    }

    @Test
    void givesEachChoiceASeedOfItsOwn() throws Exception {
        loop.start();
        try (Answers answers = complete(Fakes.order(Fakes.base("tiny"), "Hi", 2, OptionalInt.of(1)))) {
            Fakes.events(answers, 6);
        }
        assertThat(models.served)
                .extracting(sequence -> sequence.request().decoding().sampling().seed())
                .containsExactly(5L, 6L);
    }

    @Test
    void stopsAtTheTokenLimit() throws Exception {
        loop.start();
        try (Answers answers = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.of(1)))) {
            assertThat(Fakes.events(answers, 3)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.LENGTH, 1));
        }
    }

    @Test
    void limitsAnAnswerToWhatFits() throws Exception {
        loop.start();
        complete(Fakes.order(Fakes.base("tiny"), "12345", 1, OptionalInt.empty()))
                .close();
        try (Answers answers = complete(Fakes.order(Fakes.base("tiny"), "12345", 1, OptionalInt.empty()))) {
            Fakes.events(answers, 1);
        }
        assertThat(models.served.getLast().request().maxTokens()).isEqualTo(ScriptedModels.CONTEXT_LENGTH - 5);
    }

    @Test
    void refusesAPromptThatFillsTheContext() {
        assertThatThrownBy(() -> complete(Fakes.order(Fakes.base("tiny"), "1".repeat(20), 1, OptionalInt.empty())))
                .isInstanceOf(ContextLengthException.class)
                .hasMessageContaining("maximum context length is 20 tokens")
                .hasMessageContaining("the prompt has 20 tokens");
    }

    @Test
    void refusesALimitThatDoesNotFit() {
        assertThatThrownBy(() -> complete(Fakes.order(Fakes.base("tiny"), "12345", 1, OptionalInt.of(16))))
                .isInstanceOf(ContextLengthException.class)
                .hasMessageContaining("you requested 21 tokens (5 in the prompt, 16 in the completion)")
                .hasMessageContaining("at most 15 completion tokens");
        assertThat(queue.size()).isZero();
    }

    @Test
    void usesTheAdapterOfAFineTunedModel() throws Exception {
        loop.start();
        ServedModel.Tuned tuned = Fakes.tuned("acme", "ft:tiny", "tiny");
        try (Answers answers = complete(Fakes.order(tuned, "Hi", 1, OptionalInt.empty()))) {
            Fakes.events(answers, 1);
        }
        assertThat(models.served.getLast().request().adapter())
                .hasValueSatisfying(folder ->
                        assertThat(folder).hasFileName(tuned.adapter().weights().sha256()));
        assertThat(models.served.getLast().request().baseModel()).isEqualTo("tiny");
    }

    @Test
    void takesNoPlaceWhenTheAdapterIsNotThere() {
        folders.failWith(Reason.ADAPTER_MISSING);

        assertThatThrownBy(() ->
                        complete(Fakes.order(Fakes.tuned("acme", "ft:tiny", "tiny"), "Hi", 1, OptionalInt.empty())))
                .isInstanceOf(ServingException.class);
        assertThat(queue.size()).isZero();
    }

    @Test
    void refusesToolsOfAModelThatKnowsNone() {
        PromptText.Chat chat = new PromptText.Chat(
                List.of(ChatMessage.user("Hi")), List.of(Map.of("function", Map.of("name", "look_up"))), true);

        assertThatThrownBy(() -> complete(new CompletionOrder(
                        "acme", Fakes.base("other"), chat, 1, OptionalInt.empty(), Decoding.GREEDY)))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TOOLS_UNSUPPORTED));
    }

    @Test
    void refusesWhenTheQueueIsFull() throws Exception {
        complete(Fakes.order(Fakes.base("tiny"), "Hi", 3, OptionalInt.empty()));

        assertThatThrownBy(() -> complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty())))
                .isInstanceOf(QueueFullException.class);
    }

    private Answers complete(CompletionOrder order)
            throws ServingException, ContextLengthException, QueueFullException {
        return new CompletePrompt(models, folders, queue).complete(order);
    }
}
