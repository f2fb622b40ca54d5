package dev.burnish.kit.work;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker of three slots beside the service's own, which has one: together they hold four pieces of work. */
@KitTest
class SlotsTest {
    private static final int SLOTS = 3;

    private final WorkQueue queue;
    private final ScriptedHandler handler;
    private final AgroalDataSource dataSource;
    private final WorkSettings settings;
    private final Instance<WorkHandler> handlers;
    private Worker worker;
    private final List<String> ids =
            IntStream.rangeClosed(0, SLOTS).mapToObj(i -> Ids.create("work-")).toList();
    private final CountDownLatch begun = new CountDownLatch(ids.size());
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    SlotsTest(
            WorkQueue queue,
            ScriptedHandler handler,
            AgroalDataSource dataSource,
            WorkSettings settings,
            Instance<WorkHandler> handlers) {
        this.queue = queue;
        this.handler = handler;
        this.dataSource = dataSource;
        this.settings = settings;
        this.handlers = handlers;
    }

    /** The service's settings with another number of slots. */
    private record SlotSettings(WorkSettings others, int slots) implements WorkSettings {
        @Override
        public Duration lease() {
            return others.lease();
        }

        @Override
        public Duration heartbeat() {
            return others.heartbeat();
        }

        @Override
        public Duration poll() {
            return others.poll();
        }

        @Override
        public int attempts() {
            return others.attempts();
        }

        @Override
        public Duration backOff() {
            return others.backOff();
        }

        @Override
        public Duration grace() {
            return others.grace();
        }
    }

    private Worker workerOf(int slots) {
        return new Worker(handlers, dataSource, new SlotSettings(settings, slots), new SimpleMeterRegistry());
    }

    @BeforeEach
    void create() {
        worker = workerOf(SLOTS);
    }

    @AfterEach
    void end() throws InterruptedException {
        mayEnd.countDown();
        if (!threads.isEmpty()) {
            worker.stop(new ShutdownEvent());
        }
        handler.takesSeveral(true);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    /** Every piece runs at once, until it may end or its lease is lost. */
    private void begin() throws InterruptedException {
        for (String id : ids) {
            handler.prepare(id, (claim, lease) -> {
                threads.put(claim.id(), Thread.currentThread());
                begun.countDown();
                do {
                    lease.check();
                } while (!mayEnd.await(10, TimeUnit.MILLISECONDS));
                return () -> {};
            });
        }
        worker.start(new StartupEvent());
        QuarkusTransaction.requiringNew().run(() -> ids.forEach(id -> queue.enqueue(id, "acme", "payload")));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private Set<String> inState(String state) {
        return Set.copyOf(new Statements(dataSource)
                .query(
                        "select id from work where state = ? and id = any (?)",
                        row -> row.getString(1),
                        state,
                        ids.toArray(String[]::new)));
    }

    private List<String> allBut(String id) {
        return ids.stream().filter(other -> !other.equals(id)).toList();
    }

    private String ofTheWorker() {
        return ids.stream()
                .filter(id -> requireNonNull(threads.get(id)).getName().equals("worker-" + SLOTS))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachSlotDoesAPieceOfItsOwnOnAThreadOfItsOwn() throws Exception {
        begin();

        assertThat(inState("RUNNING")).hasSameSizeAs(ids);
        assertThat(Set.copyOf(threads.values())).hasSameSizeAs(ids);
        mayEnd.countDown();
        eventually().until(() -> inState("DONE").size() == ids.size());
        assertThat(ids).allSatisfy(id -> assertThat(handler.performed(id)).hasSize(1));
    }

    @Test
    void everyLeaseIsRenewed() throws Exception {
        begin();
        Map<String, String> first = leases();

        eventually().until(() -> {
            Map<String, String> now = leases();
            return ids.stream().noneMatch(id -> Objects.equals(now.get(id), first.get(id)));
        });
    }

    private Map<String, String> leases() {
        return new Statements(dataSource)
                        .query(
                                "select id, lease_until from work where id = any (?)",
                                row -> Map.entry(row.getString(1), row.getString(2)),
                                (Object) ids.toArray(String[]::new))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void withdrawingOnePieceLeavesTheOthers() throws Exception {
        begin();
        String withdrawn = ofTheWorker();

        assertThat(QuarkusTransaction.requiringNew().call(() -> queue.withdraw(withdrawn)))
                .isTrue();
        worker.checkLease(withdrawn);

        String next = Ids.create("work-");
        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(next, "acme", "payload"));
        eventually().until(() -> handler.performed(next).size() == 1);
        mayEnd.countDown();
        eventually().until(() -> inState("DONE").equals(Set.copyOf(allBut(withdrawn))));
        assertThat(inState("WITHDRAWN")).containsExactly(withdrawn);
    }

    @Test
    void pausingOnePieceLeavesTheOthers() throws Exception {
        begin();
        String paused = ofTheWorker();

        QuarkusTransaction.requiringNew().run(() -> queue.pause(paused));
        worker.checkLease(paused);

        eventually().until(() -> inState("PAUSED").equals(Set.of(paused)));
        assertThat(handler.paused(paused)).isEqualTo(1);
        mayEnd.countDown();
        eventually().until(() -> inState("DONE").equals(Set.copyOf(allBut(paused))));
    }

    @Test
    void aPieceThatFailsLeavesTheOthers() throws Exception {
        begin();
        String failing = Ids.create("work-");
        handler.prepare(failing, (claim, lease) -> {
            throw new WorkFailedException(new Failure("invalid_training_file", "Line 3 has no messages.", null));
        });
        String paused = ofTheWorker();
        QuarkusTransaction.requiringNew().run(() -> queue.pause(paused));
        worker.checkLease(paused);

        QuarkusTransaction.requiringNew().run(() -> queue.enqueue(failing, "acme", "payload"));

        eventually().until(() -> handler.failures().containsKey(failing));
        assertThat(inState("RUNNING")).isEqualTo(Set.copyOf(allBut(paused)));
        mayEnd.countDown();
        eventually().until(() -> inState("DONE").size() == ids.size() - 1);
    }

    @Test
    void aStoppingServiceGivesBackEveryPiece() throws Exception {
        begin();

        worker.stop(new ShutdownEvent());

        mayEnd.countDown();
        eventually().until(() -> inState("DONE").size() == ids.size());
        List<String> twice =
                ids.stream().filter(id -> handler.performed(id).size() == 2).toList();
        assertThat(twice).hasSize(SLOTS);
        assertThat(twice)
                .allSatisfy(id -> assertThat(handler.performed(id))
                        .extracting(Claim::attempt)
                        .containsExactly(1, 1));
    }

    @Test
    void aHandlerOfOnePieceAtATimeRefusesMoreSlots() {
        handler.takesSeveral(false);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> workerOf(2).start(new StartupEvent()))
                .withMessageContaining("burnish.work.slots is 2");
    }
}
