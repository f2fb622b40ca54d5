package dev.burnish.deployment.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sequences that share the engine. */
@Timeout(30)
class GenerationLoopTest {
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
    void takesARequestInWhileOthersRun() throws Exception {
        models = new ScriptedModels("a", "b", "c", "").paced().places(2);
        loop = new GenerationLoop(queue, models, meters);
        loop.start();
        try (Answers first = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()))) {
            models.allow(1);
            Fakes.events(first, 2);
            try (Answers second = complete(Fakes.order(Fakes.base("other"), "Ho", 1, OptionalInt.of(1)));
                    Answers third = complete(Fakes.order(Fakes.base("tiny"), "Ha", 1, OptionalInt.of(1)))) {
                models.allow(2);
                assertThat(Fakes.events(second, 3)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.LENGTH, 1));
                models.allow(2);
                assertThat(Fakes.events(third, 3)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.LENGTH, 1));
                assertThat(Fakes.events(first, 3)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.STOP, 4));
            }
        }
    }

    @Test
    void aReaderThatDoesNotReadHoldsNobodyUp() throws Exception {
        loop.start();
        Answers unread = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()));
        try (Answers other = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()))) {
            assertThat(Fakes.events(other, 4)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.STOP, 3));
        }
        assertThat(Fakes.events(unread, 4)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.STOP, 3));
    }

    @Test
    void aFailureOfTheEngineFailsWhatRunsAndServesTheNext() throws Exception {
        models = new ScriptedModels("a", "b", "").paced();
        loop = new GenerationLoop(queue, models, meters);
        loop.start();
        try (Answers running = complete(Fakes.order(Fakes.base("tiny"), "Hi", 2, OptionalInt.empty()))) {
            models.allow(1);
            Fakes.events(running, 4);
            models.breakOnce();
            models.allow(1);
            assertThat(Fakes.events(running, 2))
                    .allSatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    GenerationEvent.Failed.class,
                                    failed -> assertThat(failed.failure().reason())
                                            .isEqualTo(Reason.ENGINE_FAILED)));
        }
        try (Answers next = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()))) {
            models.allow(4);
            assertThat(Fakes.events(next, 4)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.STOP, 3));
        }
        await().untilAsserted(() -> assertThat(
                        meters.counter("burnish.generation.sequences", "outcome", "failed", "model", "base")
                                .count())
                .isEqualTo(2));
    }

    @Test
    void aClosedRequestEndsAtTheNextTokenAndLeavesTheQueue() throws Exception {
        models = new ScriptedModels("a", "b", "c", "d").paced().places(1);
        loop = new GenerationLoop(queue, models, meters);
        loop.start();
        Answers running = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()));
        Answers waiting = complete(Fakes.order(Fakes.base("tiny"), "Hi", 2, OptionalInt.empty()));
        models.allow(1);
        Fakes.events(running, 2);

        waiting.close();
        running.close();
        models.allow(1);

        assertThat(queue.size()).isZero();
        try (Answers next = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()))) {
            models.allow(4);
            assertThat(Fakes.events(next, 6)).last().isEqualTo(new GenerationEvent.Finished(0, Finish.STOP, 4));
        }
        assertThat(models.served).hasSize(2);
        assertThat(models.served.getFirst().tokens()).isBetween(1, 2);
        assertThat(waiting.next())
                .isInstanceOfSatisfying(
                        GenerationEvent.Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.ABANDONED));
    }

    @Test
    void tellsWaitingRequestsThatItShutsDown() throws Exception {
        Answers waiting = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()));

        loop.stop();

        assertThat(waiting.next())
                .isInstanceOfSatisfying(
                        GenerationEvent.Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.SHUTTING_DOWN));
    }

    @Test
    void endsItsThreadWhenItIsIdle() {
        loop.start();
        assertThat(loop.alive()).isTrue();

        loop.stop();

        assertThat(loop.alive()).isFalse();
    }

    @Test
    void tellsTheRequestWhatWentWrongAndServesTheNext() throws Exception {
        loop.start();
        for (String broken : List.of("broken", "buggy")) {
            try (Answers answers = complete(Fakes.order(Fakes.base(broken), "Hi", 1, OptionalInt.empty()))) {
                assertThat(answers.next())
                        .isInstanceOfSatisfying(
                                GenerationEvent.Failed.class,
                                failed -> assertThat(failed.failure().reason())
                                        .isEqualTo(
                                                broken.equals("broken")
                                                        ? Reason.NUMBERS_NOT_FINITE
                                                        : Reason.ENGINE_FAILED));
            }
        }
        try (Answers answers = complete(Fakes.order(Fakes.base("tiny"), "Hi", 1, OptionalInt.empty()))) {
            assertThat(Fakes.events(answers, 4)).last().isInstanceOf(GenerationEvent.Finished.class);
        }
    }

    private Answers complete(CompletionOrder order)
            throws ServingException, ContextLengthException, QueueFullException {
        return new CompletePrompt(models, folders, queue).complete(order);
    }
}
