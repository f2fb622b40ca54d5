package dev.burnish.deployment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    @Test
    void tenantsTakeTurns() throws Exception {
        FairQueue queue = new FairQueue(10, 10);
        enqueue(queue, "acme", 3);
        enqueue(queue, "globex", 2);

        assertThat(tenantsInOrder(queue)).containsExactly("acme", "globex", "acme", "globex", "acme");
    }

    @Test
    void aTenantThatComesLaterWaitsForOneSequenceOfEachOther() throws Exception {
        FairQueue queue = new FairQueue(10, 10);
        enqueue(queue, "acme", 3);
        queue.take();
        enqueue(queue, "globex", 1);

        assertThat(tenantsInOrder(queue)).containsExactly("acme", "globex", "acme");
    }

    @Test
    void refusesWhatExceedsTheCapacityOfAll() throws Exception {
        FairQueue queue = new FairQueue(3, 3);
        enqueue(queue, "acme", 2);

        assertThatThrownBy(() -> enqueue(queue, "globex", 2))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("2 completions wait and at most 3 can");
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void refusesWhatExceedsTheCapacityOfATenantAndTakesTheNext() throws Exception {
        FairQueue queue = new FairQueue(10, 2);
        enqueue(queue, "acme", 2);

        assertThatThrownBy(() -> enqueue(queue, "acme", 1))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("at most 2 can");
        enqueue(queue, "globex", 1);
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void tellsWhenThereWillBeRoom() throws Exception {
        FairQueue queue = new FairQueue(4, 4);
        for (int i = 0; i < 200; i++) {
            queue.served(Duration.ofSeconds(3));
        }
        enqueue(queue, "acme", 4);

        assertThatThrownBy(() -> enqueue(queue, "acme", 1))
                .isInstanceOfSatisfying(
                        QueueFullException.class,
                        full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofSeconds(12)));
    }

    @Test
    void closingAnswersGivesTheirPlacesBackAtOnce() throws Exception {
        FairQueue queue = new FairQueue(2, 2);
        Answers answers = enqueue(queue, "acme", 2);

        answers.close();

        assertThat(queue.size()).isZero();
        enqueue(queue, "acme", 2);
        assertThat(queue.take().cancelled()).isFalse();
    }

    @Test
    void takeWaitsForASequence() throws Exception {
        FairQueue queue = new FairQueue(2, 2);
        FutureTask<Sequence> taking = new FutureTask<>(queue::take);
        Thread.ofVirtual().start(taking);

        enqueue(queue, "acme", 1);

        assertThat(taking.get(10, TimeUnit.SECONDS).request().tenant()).isEqualTo("acme");
    }

    @Test
    void drainTakesEverythingOut() throws Exception {
        FairQueue queue = new FairQueue(4, 4);
        enqueue(queue, "acme", 2);
        enqueue(queue, "globex", 1);

        assertThat(queue.drain()).hasSize(3);
        assertThat(queue.size()).isZero();
    }

    private static Answers enqueue(FairQueue queue, String tenant, int choices) throws QueueFullException {
        GenerationRequest request = new GenerationRequest(
                tenant, "base", Optional.empty(), new int[] {1}, 4, Decoding.GREEDY, Optional.empty());
        return Answers.enqueue(request, choices, queue);
    }

    private static List<String> tenantsInOrder(FairQueue queue) throws InterruptedException {
        List<String> tenants = new ArrayList<>();
        while (queue.size() > 0) {
            tenants.add(queue.take().request().tenant());
        }
        return tenants;
    }
}
