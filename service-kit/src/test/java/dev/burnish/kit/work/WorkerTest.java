package dev.burnish.kit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.Failure;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.outbox.Outbox;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

@KitTest
class WorkerTest {
    private final WorkQueue queue;
    private final ScriptedHandler handler;
    private final Outbox outbox;
    private final WorkSettings settings;
    private final AgroalDataSource dataSource;
    private final Instance<WorkHandler> handlers;
    private final String id = Ids.create("work-");

    WorkerTest(
            WorkQueue queue,
            ScriptedHandler handler,
            Outbox outbox,
            WorkSettings settings,
            AgroalDataSource dataSource,
            Instance<WorkHandler> handlers) {
        this.queue = queue;
        this.handler = handler;
        this.outbox = outbox;
        this.settings = settings;
        this.dataSource = dataSource;
        this.handlers = handlers;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private boolean enqueue(String work) {
        return QuarkusTransaction.requiringNew().call(() -> queue.enqueue(work, "acme", "payload of " + work));
    }

    private boolean withdraw() {
        return QuarkusTransaction.requiringNew().call(() -> queue.withdraw(id));
    }

    private String state(String work) {
        return new Statements(dataSource)
                .query("select state from work where id = ?", row -> row.getString(1), work)
                .getFirst();
    }

    private void awaitState(String state) {
        eventually().until(() -> state(id).equals(state));
    }

    private Worker secondWorker() {
        return new Worker(handlers, dataSource, settings, new SimpleMeterRegistry());
    }

    @Test
    void completesWorkInOneTransactionWithItsEvents() {
        handler.prepare(id, (claim, lease) -> {
            lease.check();
            return () -> outbox.publish(RealParts.TENANT, progress());
        });

        assertThat(enqueue(id)).isTrue();

        awaitState("DONE");
        assertThat(handler.performed(id)).containsExactly(new Claim(id, "payload of " + id, 1, 1));
        try (TestTopics topics = new TestTopics()) {
            assertThat(topics.await(Topics.JOB_PROGRESSED, id).event()).isEqualTo(progress());
        }
        assertThat(enqueue(id)).isFalse();
    }

    private JobProgressed progress() {
        return new JobProgressed(id, 1, 2, 0.5, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void enqueuesNothingWhenTheTransactionRollsBack() {
        QuarkusTransaction.begin();
        queue.enqueue(id, "acme", "payload");
        QuarkusTransaction.rollback();

        assertThat(enqueue(id)).isTrue();
        awaitState("DONE");
    }

    @Test
    void twoWorkersClaimEachPieceOnce() throws Exception {
        List<String> ids =
                IntStream.range(0, 100).mapToObj(i -> Ids.create("work-")).toList();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (String work : ids) {
            handler.prepare(work, (claim, lease) -> {
                threads.add(Thread.currentThread());
                return () -> {};
            });
        }
        Worker second = secondWorker();
        second.start(new StartupEvent());

        QuarkusTransaction.requiringNew().run(() -> ids.forEach(work -> queue.enqueue(work, "acme", "payload")));

        eventually().until(() -> ids.stream().allMatch(work -> state(work).equals("DONE")));
        second.stop(new ShutdownEvent());
        assertThat(ids).allSatisfy(work -> assertThat(handler.performed(work)).hasSize(1));
        assertThat(threads).hasSize(2);
    }

    @Test
    void triesAgainAndGivesUpAfterTheThirdAttemptWithoutProgress() {
        handler.prepare(id, (claim, lease) -> {
            throw new IOException("disk full of secrets");
        });

        enqueue(id);

        awaitState("FAILED");
        assertThat(handler.performed(id)).extracting(Claim::attempt).containsExactly(1, 2, 3);
        assertThat(handler.performed(id)).extracting(Claim::fence).containsExactly(1L, 2L, 3L);
        assertThat(handler.failures().get(id)).satisfies(failure -> {
            assertThat(failure.code()).isEqualTo("internal_error");
            assertThat(failure.message()).contains("3 times", id).doesNotContain("secrets");
        });
    }

    @Test
    void survivesAnErrorOfTheEngine() {
        handler.prepare(id, (claim, lease) -> {
            if (claim.attempt() == 1) {
                throw new UnsatisfiedLinkError("no such library");
            }
            return () -> {};
        });

        enqueue(id);

        awaitState("DONE");
        assertThat(handler.performed(id)).hasSize(2);
    }

    @Test
    void countsAttemptsAnewAfterProgress() {
        handler.prepare(id, (claim, lease) -> {
            if (claim.fence() <= 4) {
                lease.progressed();
                throw new IOException("cut off after a checkpoint");
            }
            return () -> {};
        });

        enqueue(id);

        awaitState("DONE");
        assertThat(handler.performed(id)).extracting(Claim::attempt).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void failsAtOnceWhenTryingAgainWillNotHelp() {
        Failure failure = new Failure("invalid_training_file", "Line 3 has no messages.", "training_file");
        handler.prepare(id, (claim, lease) -> {
            throw new WorkFailedException(failure);
        });

        enqueue(id);

        awaitState("FAILED");
        assertThat(handler.performed(id)).hasSize(1);
        assertThat(handler.failures()).containsEntry(id, failure);
    }

    @Test
    void aCompletionThatThrowsLeavesNoTrace() {
        AtomicInteger completions = new AtomicInteger();
        handler.prepare(id, (claim, lease) -> () -> {
            outbox.publish(RealParts.TENANT, progress());
            if (completions.incrementAndGet() == 1) {
                throw new IllegalStateException("first try");
            }
        });

        enqueue(id);

        awaitState("DONE");
        assertThat(completions).hasValue(2);
        assertThat(new Statements(dataSource)
                        .query("select last from outbox_sequence where subject = ?", row -> row.getLong(1), id))
                .containsExactly(1L);
    }

    @Test
    void withdrawnWorkIsNotBegun() {
        QuarkusTransaction.requiringNew().run(() -> {
            queue.enqueue(id, "acme", "payload");
            assertThat(queue.withdraw(id)).isTrue();
        });

        assertThat(state(id)).isEqualTo("WITHDRAWN");
        String later = Ids.create("work-");
        enqueue(later);
        eventually().until(() -> state(later).equals("DONE"));
        assertThat(handler.performed(id)).isEmpty();
        assertThat(withdraw()).isFalse();
    }

    @Test
    void withdrawnWorkStopsAtItsNextCheckAndCommitsNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        handler.prepare(id, (claim, lease) -> {
            begun.countDown();
            try {
                while (true) {
                    lease.check();
                    Thread.sleep(10);
                }
            } catch (LeaseLostException e) {
                stopped.countDown();
                return () -> outbox.publish(RealParts.TENANT, progress());
            }
        });
        enqueue(id);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(withdraw()).isTrue();

        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        String later = Ids.create("work-");
        enqueue(later);
        eventually().until(() -> state(later).equals("DONE"));
        assertThat(state(id)).isEqualTo("WITHDRAWN");
        assertThat(handler.failures()).doesNotContainKey(id);
        assertThat(new Statements(dataSource)
                        .query("select last from outbox_sequence where subject = ?", row -> row.getLong(1), id))
                .isEmpty();
    }

    @Test
    void aStoppingServiceGivesItsWorkToAnotherAtOnce() throws Exception {
        // Given two workers, each at a piece of work that ends only when its lease does
        String other = Ids.create("work-");
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch stopping = new CountDownLatch(1);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        ScriptedHandler.Script script = (claim, lease) -> {
            seen.add(Thread.currentThread());
            begun.countDown();
            while (stopping.getCount() > 0) {
                lease.check();
                Thread.sleep(10);
            }
            lease.check();
            return () -> {};
        };
        handler.prepare(id, script);
        handler.prepare(other, script);
        Worker second = secondWorker();
        second.start(new StartupEvent());
        enqueue(id);
        enqueue(other);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        // When the second one stops, and then the first may go on
        long start = System.nanoTime();
        second.stop(new ShutdownEvent());
        Duration stopTime = Duration.ofNanos(System.nanoTime() - start);
        stopping.countDown();

        // Then the first does both, and the interrupted attempt is not counted
        eventually().until(() -> state(id).equals("DONE") && state(other).equals("DONE"));
        assertThat(seen).hasSize(2);
        assertThat(stopTime).isLessThan(settings.grace());
        List<Claim> claims = handler.performed(handler.performed(id).size() == 2 ? id : other);
        assertThat(claims).extracting(Claim::fence).containsExactly(1L, 2L);
        assertThat(claims).extracting(Claim::attempt).containsExactly(1, 1);
    }

    @Test
    void goesOnAfterTheDatabaseHasCutEveryConnection() {
        List<String> ids =
                IntStream.range(0, 40).mapToObj(i -> Ids.create("ftjob-")).toList();
        for (String work : ids) {
            handler.prepare(work, (claim, lease) -> {
                lease.commit(
                        () -> outbox.publish(RealParts.TENANT, new JobProgressed(work, 1, 2, 1, 1, 1, 1, 1, 1, 1)));
                return () -> outbox.publish(RealParts.TENANT, new JobProgressed(work, 2, 2, 1, 1, 1, 1, 1, 1, 1));
            });
        }
        QuarkusTransaction.requiringNew().run(() -> ids.forEach(work -> queue.enqueue(work, "acme", "payload")));

        for (int cut = 0; cut < 10; cut++) {
            cutConnections();
        }

        eventually().until(() -> ids.stream().allMatch(work -> state(work).equals("DONE")));
        assertThat(new Statements(dataSource)
                        .query(
                                "select count(*) from outbox_sequence where subject = any (?) and last >= 2",
                                row -> row.getInt(1),
                                (Object) ids.toArray(String[]::new)))
                .containsExactly(40);
        eventually()
                .until(() -> new Statements(dataSource)
                        .query("select 1 from outbox limit 1", row -> true)
                        .isEmpty());
    }

    private void cutConnections() {
        QuarkusTransaction.requiringNew()
                .run(() -> new Statements(dataSource)
                        .query(
                                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                                row -> true));
    }
}
