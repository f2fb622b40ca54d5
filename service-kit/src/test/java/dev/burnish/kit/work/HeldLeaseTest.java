package dev.burnish.kit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Zombies: workers that do not know that their time is over. The application's own worker is the one that takes up their work. */
@KitTest
class HeldLeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ScriptedHandler handler;
    private final AgroalDataSource dataSource;
    private final String id = Ids.create("work-");

    HeldLeaseTest(ScriptedHandler handler, AgroalDataSource dataSource) {
        this.handler = handler;
        this.dataSource = dataSource;
    }

    private WorkTable table() {
        return new WorkTable(dataSource);
    }

    /** Work that is claimed from the start, so that nobody else takes it before its lease has run out. */
    private Claim claimed(Duration lease) {
        new Statements(dataSource)
                .update(
                        "insert into work (id, payload, state, owner, fence, attempts, lease_until) "
                                + "values (?, 'payload', 'RUNNING', 'zombie', 1, 1, clock_timestamp() + ? * interval '1 millisecond')",
                        id,
                        lease.toMillis());
        return new Claim(id, "payload", 1, 1);
    }

    private String state() {
        return new Statements(dataSource)
                .query("select state from work where id = ?", row -> row.getString(1), id)
                .getFirst();
    }

    @Test
    void workWhoseLeaseHasRunOutIsTakenUpUnderAHigherFenceAndTheZombieCommitsNothing() {
        AtomicInteger changes = new AtomicInteger();
        HeldLease zombie = new HeldLease(claimed(Duration.ofMillis(50)), table(), HOUR, System.nanoTime());

        await().atMost(Duration.ofSeconds(60)).until(() -> state().equals("DONE"));

        assertThat(handler.performed(id)).containsExactly(new Claim(id, "payload", 2, 2));
        assertThatThrownBy(() -> zombie.commit(changes::incrementAndGet)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(zombie::check).isInstanceOf(LeaseLostException.class);
        HeldLease another = new HeldLease(new Claim(id, "payload", 1, 1), table(), HOUR, System.nanoTime());
        assertThatThrownBy(() -> another.complete(changes::incrementAndGet)).isInstanceOf(LeaseLostException.class);
        HeldLease third = new HeldLease(new Claim(id, "payload", 1, 1), table(), HOUR, System.nanoTime());
        assertThatThrownBy(() -> third.fail(changes::incrementAndGet)).isInstanceOf(LeaseLostException.class);
        assertThat(table().release(new Claim(id, "payload", 1, 1), 0, Duration.ZERO))
                .isFalse();
        assertThat(table().renew(new Claim(id, "payload", 1, 1), HOUR, false)).isEmpty();
        assertThat(changes).hasValue(0);
        assertThat(state()).isEqualTo("DONE");
    }

    @Test
    void endsByItselfBeforeTheDatabaseCouldGiveTheWorkAway() {
        long asked = System.nanoTime();
        Duration length = Duration.ofSeconds(4);
        HeldLease lease = new HeldLease(claimed(length), table(), length, asked);

        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThatThrownBy(lease::check).isInstanceOf(LeaseLostException.class));

        Duration held = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(held).isBetween(Duration.ofMillis(3000), Duration.ofMillis(3990));
        assertThatThrownBy(() -> lease.commit(() -> {})).isInstanceOf(LeaseLostException.class);
        lease.renew(table());
        assertThatThrownBy(lease::check).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void aHeartbeatKeepsItAndSavesProgress() throws Exception {
        Duration length = Duration.ofSeconds(2);
        HeldLease lease = new HeldLease(claimed(length), table(), length, System.nanoTime());
        lease.progressed();
        long start = System.nanoTime();
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            lease.renew(table());
            lease.check();
            return System.nanoTime() - start > length.toNanos() * 3 / 2;
        });

        assertThat(attempts()).isZero();
        lease.complete(() -> {});
        assertThat(state()).isEqualTo("DONE");
    }

    @Test
    void aCommitThatTellsOfProgressCountsTheAttemptsAnewWithIt() throws Exception {
        Claim claim = claimed(HOUR);
        HeldLease lease = new HeldLease(claim, table(), HOUR, System.nanoTime());
        assertThatThrownBy(() -> lease.commit(() -> {
                    lease.progressed();
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(attempts()).isEqualTo(1);

        lease.commit(lease::progressed);

        assertThat(attempts()).isZero();
    }

    private int attempts() {
        return new Statements(dataSource)
                .query("select attempts from work where id = ?", row -> row.getInt(1), id)
                .getFirst();
    }

    @Test
    void aCommitWhoseAnswerGotLostIsNotMadeTwice() throws Exception {
        Claim claim = claimed(HOUR);
        AtomicInteger changes = new AtomicInteger();
        HeldLease lease = new HeldLease(claim, table(), HOUR, System.nanoTime());
        lease.commit(changes::incrementAndGet);
        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(table().commit(claim, 2)).isTrue());

        lease.commit(changes::incrementAndGet);
        lease.commit(changes::incrementAndGet);

        assertThat(changes).hasValue(2);
        assertThat(table().withdraw(id)).isTrue();
        assertThatThrownBy(() -> lease.commit(changes::incrementAndGet)).isInstanceOf(LeaseLostException.class);
    }

    @Test
    void workThatHasKilledItsWorkersEndsWithoutAnotherAttempt() {
        claimed(Duration.ofMillis(50));
        new Statements(dataSource).update("update work set attempts = 3 where id = ?", id);

        await().atMost(Duration.ofSeconds(60)).until(() -> state().equals("FAILED"));

        assertThat(handler.performed(id)).isEmpty();
        assertThat(handler.failures().get(id)).extracting(Failure::code).isEqualTo("internal_error");
    }
}
