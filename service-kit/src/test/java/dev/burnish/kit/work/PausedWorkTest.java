package dev.burnish.kit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

@KitTest
class PausedWorkTest {
    private final WorkQueue queue;
    private final ScriptedHandler handler;
    private final DataSource dataSource;
    private final String id = Ids.create("work-");

    PausedWorkTest(WorkQueue queue, ScriptedHandler handler, DataSource dataSource) {
        this.queue = queue;
        this.handler = handler;
        this.dataSource = dataSource;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private boolean pause() {
        return QuarkusTransaction.requiringNew().call(() -> queue.pause(id));
    }

    private void resume() {
        QuarkusTransaction.requiringNew().run(() -> queue.resume(id));
    }

    private String state() {
        return new Statements(dataSource)
                .query("select state from work where id = ?", row -> row.getString(1), id)
                .getFirst();
    }

    /** Until it is told to stop; keeps then what it has done. */
    private CountDownLatch workThatKeepsWhatItHasDone() {
        CountDownLatch begun = new CountDownLatch(1);
        handler.prepare(id, (claim, lease) -> {
            if (claim.fence() > 1) {
                return () -> {};
            }
            begun.countDown();
            while (!lease.isStopping()) {
                Thread.sleep(10);
            }
            lease.commit(lease::progressed);
            lease.check();
            return () -> {};
        });
        return begun;
    }

    @Test
    void holdsBackWorkThatWaitsUntilItIsResumed() {
        QuarkusTransaction.requiringNew().run(() -> {
            queue.enqueue(id, "acme", "payload");
            assertThat(queue.pause(id)).isTrue();
        });
        String later = Ids.create("work-");
        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(later, "acme", "payload"));
        eventually().until(() -> !handler.performed(later).isEmpty());
        assertThat(state()).isEqualTo("PAUSED");
        assertThat(handler.performed(id)).isEmpty();

        resume();

        eventually().until(() -> state().equals("DONE"));
        assertThat(handler.paused(id)).isZero();
    }

    @Test
    void letsAWorkerKeepWhatItHasDoneAndLeaveTheRest() throws Exception {
        CountDownLatch begun = workThatKeepsWhatItHasDone();
        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(id, "acme", "payload"));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(pause()).isFalse();

        eventually().until(() -> state().equals("PAUSED"));
        assertThat(handler.paused(id)).isEqualTo(1);
        assertThat(handler.performed(id)).hasSize(1);

        resume();
        eventually().until(() -> state().equals("DONE"));
        assertThat(handler.performed(id)).extracting(Claim::attempt).containsExactly(1, 1);
    }

    @Test
    void pausesWorkWhoseWorkerDiedBeforeItCould() {
        new Statements(dataSource).update("""
                insert into work (id, payload, state, owner, fence, attempts, pausing, lease_until)
                values (?, 'payload', 'RUNNING', 'killed', 4, 3, true, clock_timestamp() - interval '1 second')""", id);

        eventually().until(() -> state().equals("PAUSED"));
        assertThat(handler.paused(id)).isEqualTo(1);
        assertThat(handler.performed(id)).isEmpty();
    }

    @Test
    void withdrawsPausedWork() {
        QuarkusTransaction.requiringNew().run(() -> {
            queue.enqueue(id, "acme", "payload");
            queue.pause(id);
            assertThat(queue.withdraw(id)).isTrue();
        });
        resume();

        assertThat(state()).isEqualTo("WITHDRAWN");
    }

    @Test
    void leavesWorkThatHasEnded() {
        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(id, "acme", "payload"));
        eventually().until(() -> state().equals("DONE"));

        assertThat(pause()).isFalse();
        resume();

        assertThat(state()).isEqualTo("DONE");
    }
}
