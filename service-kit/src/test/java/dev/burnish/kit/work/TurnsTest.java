package dev.burnish.kit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@KitTest
class TurnsTest {
    private final WorkQueue queue;
    private final ScriptedHandler handler;
    private final AgroalDataSource dataSource;
    private final String run = Ids.create("");
    private final List<String> begun = new CopyOnWriteArrayList<>();

    TurnsTest(WorkQueue queue, ScriptedHandler handler, AgroalDataSource dataSource) {
        this.queue = queue;
        this.handler = handler;
        this.dataSource = dataSource;
    }

    @Test
    void tenantsTakeTurnsInTheOrderThatTheLineForetells() throws Exception {
        CountDownLatch held = holdTheWorker();
        List.of("a1", "a2", "a3", "b1", "b2", "c1").forEach(this::enqueue);

        assertThat(line()).containsExactly("a0", "b1", "c1", "a1", "b2", "a2", "a3");

        held.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> begun.size() == 7);
        assertThat(begun).containsExactly("a0", "b1", "c1", "a1", "b2", "a2", "a3");
    }

    @Test
    void whatWasInterruptedGoesOnBeforeWhatHasNotBegun() throws Exception {
        CountDownLatch held = holdTheWorker();
        List.of("b1", "a1").forEach(this::enqueue);
        new Statements(dataSource)
                .update("update work set fence = 1, claimed_at = clock_timestamp() where id = ?", id("a1"));

        assertThat(line()).containsExactly("a0", "a1", "b1");

        held.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> begun.size() == 3);
        assertThat(begun).containsExactly("a0", "a1", "b1");
    }

    private CountDownLatch holdTheWorker() {
        CountDownLatch held = new CountDownLatch(1);
        handler.prepare(id("a0"), (claim, lease) -> {
            begun.add("a0");
            held.await();
            return () -> {};
        });
        queue("a0");
        await().atMost(Duration.ofSeconds(60)).until(() -> begun.equals(List.of("a0")));
        return held;
    }

    private void enqueue(String name) {
        handler.prepare(id(name), (claim, lease) -> {
            begun.add(name);
            return () -> {};
        });
        queue(name);
    }

    private void queue(String name) {
        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(id(name), name.charAt(0) + run, "payload"));
    }

    private String id(String name) {
        return name + run;
    }

    /** This test's own. */
    private List<String> line() {
        return queue.line(1000).stream()
                .map(WorkQueue.Place::id)
                .filter(id -> id.endsWith(run))
                .map(id -> id.substring(0, 2))
                .toList();
    }
}
