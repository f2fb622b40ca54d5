package dev.burnish.kit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.testing.ModelledWork;
import dev.burnish.kit.testing.ModelledWork.State;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every statement on every kind of row, on PostgreSQL, against the rules as plain code. */
@KitTest
class WorkTableTest {
    private static final long FENCE = 3;
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final String INSERT = """
            insert into work (id, payload, state, fence, commits, attempts, pausing, not_before, created_at, owner, lease_until)
            values (?, 'payload', ?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 hour', '-infinity',
                    nullif(?, ''), case when ? = 'RUNNING' then clock_timestamp() + ? * interval '1 hour' end)""";

    private static final String SELECT = """
            select state, fence, commits, attempts, pausing, coalesce(lease_until <= clock_timestamp(), false),
                   not_before <= clock_timestamp()
            from work where id = ?""";

    private final Statements statements;
    private final WorkTable table;
    private final String id = Ids.create("work-");

    WorkTableTest(DataSource dataSource) {
        this.statements = new Statements(dataSource);
        this.table = new WorkTable(dataSource);
    }

    /**
     * A statement and its rule.
     *
     * @param answer what the statement answers, of the row before and of the changed row, if it changes it
     */
    private record Step(
            String name,
            Function<ModelledWork, Optional<ModelledWork>> rule,
            Function<Optional<ModelledWork>, Object> answer,
            Function<WorkTable, Object> statement) {}

    private static Step step(
            String name, Function<ModelledWork, Optional<ModelledWork>> rule, Function<WorkTable, Object> statement) {
        return new Step(name, rule, Optional::isPresent, statement);
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(step("enqueue", _ -> Optional.empty(), work -> work.enqueue(id, "acme", "other")));
        steps.add(step("withdraw", ModelledWork::withdraw, work -> work.withdraw(id)));
        steps.add(new Step(
                "pause",
                ModelledWork::pause,
                after -> after.filter(row -> row.state() == State.PAUSED).isPresent(),
                work -> work.pause(id)));
        steps.add(new Step("resume", ModelledWork::resume, _ -> "nothing", work -> {
            work.resume(id);
            return "nothing";
        }));
        steps.add(new Step(
                "claim",
                ModelledWork::claim,
                after -> after.map(row -> new Claim(id, "payload", row.fence(), row.attempts())),
                work -> work.claim("me", LEASE).filter(claim -> claim.id().equals(id))));
        for (long fence : new long[] {FENCE - 1, FENCE, FENCE + 1}) {
            steps.addAll(stepsOf(new Claim(id, "payload", fence, 1)));
        }
        return steps;
    }

    /** What the worker does that has this claim. */
    private static List<Step> stepsOf(Claim claim) {
        long fence = claim.fence();
        List<Step> steps = new ArrayList<>();
        for (boolean progressed : new boolean[] {false, true}) {
            steps.add(new Step(
                    "renew " + fence + (progressed ? " with progress" : ""),
                    row -> row.renew(fence, progressed),
                    after -> after.map(ModelledWork::pausing),
                    work -> work.renew(claim, LEASE, progressed)));
        }
        steps.add(step("count anew " + fence, row -> row.countAnew(fence), work -> work.countAnew(claim)));
        steps.add(step("pause " + fence, row -> row.pause(fence), work -> work.pause(claim)));
        for (long number = 1; number <= 3; number++) {
            long numbered = number;
            steps.add(step(
                    "commit " + number + " of " + fence,
                    row -> row.commit(fence, numbered),
                    work -> work.commit(claim, numbered)));
        }
        steps.add(step(
                "release " + fence, row -> row.release(fence, 2, true), work -> work.release(claim, 2, Duration.ZERO)));
        steps.add(step(
                "release for later " + fence,
                row -> row.release(fence, 0, false),
                work -> work.release(claim, 0, Duration.ofHours(1))));
        steps.add(step("complete " + fence, row -> row.complete(fence), work -> work.complete(claim)));
        steps.add(step("fail " + fence, row -> row.fail(fence), work -> work.fail(claim)));
        return steps;
    }

    private static List<ModelledWork> rows(State state) {
        List<ModelledWork> rows = new ArrayList<>();
        for (int bits = 0; bits < 32; bits++) {
            boolean expired = (bits & 16) != 0;
            if (!expired || state == State.RUNNING) {
                rows.add(new ModelledWork(
                        state, FENCE, 1 + (bits & 1), (bits & 2), (bits & 4) != 0, expired, (bits & 8) != 0));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void everyStatementDoesWhatItsRuleSays(State state) {
        List<Step> steps = steps();
        for (ModelledWork row : rows(state)) {
            QuarkusTransaction.begin();
            try {
                steps.forEach(step -> assertFollows(step, row));
            } finally {
                QuarkusTransaction.rollback();
            }
        }
    }

    private void assertFollows(Step step, ModelledWork before) {
        insert(before);
        Optional<ModelledWork> after = step.rule().apply(before);

        Object answer = step.statement().apply(table);

        String what = step.name() + " on " + before;
        assertThat(answer).as(what).isEqualTo(step.answer().apply(after));
        assertThat(row()).as(what).isEqualTo(after.orElse(before));
        statements.update("delete from work where id = ?", id);
    }

    @Test
    void aCommitIsKnownByItsNumberWhileItsClaimHolds() {
        for (State state : State.values()) {
            for (ModelledWork row : rows(state)) {
                QuarkusTransaction.begin();
                try {
                    insert(row);
                    for (long fence = FENCE - 1; fence <= FENCE; fence++) {
                        for (long number = 1; number <= 3; number++) {
                            assertThat(table.hasCommitted(new Claim(id, "payload", fence, 1), number))
                                    .as("commit %d of %d on %s", number, fence, row)
                                    .isEqualTo(row.hasCommitted(fence, number));
                        }
                    }
                } finally {
                    QuarkusTransaction.rollback();
                }
            }
        }
    }

    @Test
    void newWorkIsQueuedAndDue() {
        QuarkusTransaction.begin();
        try {
            assertThat(table.enqueue(id, "acme", "payload")).isTrue();
            assertThat(row()).isEqualTo(ModelledWork.enqueued());
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private void insert(ModelledWork row) {
        boolean running = row.state() == State.RUNNING;
        statements.update(
                INSERT,
                id,
                row.state().name(),
                row.fence(),
                row.commits(),
                row.attempts(),
                row.pausing(),
                row.due() ? -1 : 1,
                running ? "another" : "",
                row.state().name(),
                row.expired() ? -1 : 1);
    }

    private ModelledWork row() {
        return statements
                .query(
                        SELECT,
                        row -> new ModelledWork(
                                State.valueOf(row.getString(1)),
                                row.getLong(2),
                                row.getLong(3),
                                row.getInt(4),
                                row.getBoolean(5),
                                row.getBoolean(6),
                                row.getBoolean(7)),
                        id)
                .getFirst();
    }
}
