package dev.burnish.kit.work;

import dev.burnish.kit.persistence.Statements;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The life of work; every change of state is one statement here, and PostgreSQL's clock alone decides about time.
 *
 * <pre>
 *            enqueue                claim (fence + 1, attempts + 1)             complete
 *   (none) ──────────► QUEUED ─────────────────────────────────────► RUNNING ──────────► DONE
 *                        ▲ │                                         │ │ │ ▲
 *                        │ │ withdraw            release             │ │ │ │ claim after the lease has run out, renew
 *                        └─┼─────────────────────────────────────────┘ │ └─┘
 *                          ▼              withdraw                     │ fail
 *                      WITHDRAWN ◄─────────────────────────────────────┴──────────► FAILED
 * </pre>
 *
 * <p>QUEUED work becomes PAUSED at once; RUNNING work is marked as {@code pausing}, and becomes PAUSED when its worker, or the next that claims it, has seen the mark. PAUSED work
 * becomes QUEUED when it is resumed, or WITHDRAWN.
 *
 * <p>Whatever a worker does to RUNNING work names the fence of its claim, and does nothing once another claim, or a withdrawal, came after it.
 */
final class WorkTable {
    private static final String ENQUEUE =
            "insert into work (id, tenant, payload) values (?, ?, ?) on conflict (id) do nothing";

    private static final String WITHDRAW = """
            update work set state = 'WITHDRAWN', owner = null, lease_until = null
            where id = ? and state in ('QUEUED', 'RUNNING', 'PAUSED')""";

    private static final String PAUSE = """
            update work set state = case state when 'QUEUED' then 'PAUSED' else state end, pausing = state = 'RUNNING'
            where id = ? and state in ('QUEUED', 'RUNNING')
            returning state""";

    private static final String RESUME = """
            update work set state = case state when 'PAUSED' then 'QUEUED' else state end, pausing = false,
                            attempts = case state when 'PAUSED' then 0 else attempts end, not_before = clock_timestamp()
            where id = ? and (state = 'PAUSED' or pausing)""";

    private static final String CLAIM = """
            update work set state = 'RUNNING', owner = ?, fence = fence + 1, commits = 0, attempts = attempts + 1,
                            claimed_at = clock_timestamp(), lease_until = clock_timestamp() + ? * interval '1 millisecond'
            where id = (select id from work
                        where state = 'QUEUED' and not_before <= clock_timestamp()
                           or state = 'RUNNING' and lease_until < clock_timestamp()
                        order by fence > 0 desc,
                                 (select count(*) from work other
                                  where other.tenant = work.tenant and other.state = 'RUNNING' and other.lease_until >= clock_timestamp()),
                                 (select max(claimed_at) from work other where other.tenant = work.tenant) nulls first,
                                 created_at
                        for update skip locked
                        limit 1)
            returning id, payload, fence, attempts""";

    private static final String LINE = """
            select id, state
            from (select id, state, fence, created_at,
                         count(*) filter (where state = 'RUNNING') over (partition by tenant) as running,
                         row_number() over (partition by tenant, state order by fence > 0 desc, created_at) as turn,
                         (select max(claimed_at) from work other where other.tenant = work.tenant) as served_at
                  from work where state in ('QUEUED', 'RUNNING')) line
            order by state desc, fence > 0 desc, running + turn, turn, served_at nulls first, created_at
            limit ?""";

    private static final String MINE = " where id = ? and fence = ? and state = 'RUNNING'";

    private static final String RENEW =
            "update work set lease_until = clock_timestamp() + ? * interval '1 millisecond', attempts = case when ? then 0 else attempts end"
                    + MINE
                    + " returning pausing";

    private static final String COUNT_ANEW = "update work set attempts = 0" + MINE;

    private static final String PAUSE_MINE =
            "update work set state = 'PAUSED', pausing = false, owner = null, lease_until = null" + MINE
                    + " and pausing";

    private static final String COMMIT = "update work set commits = ?" + MINE + " and commits = ?";

    private static final String COMMITTED = "select 1 from work" + MINE + " and commits = ?";

    private static final String RELEASE =
            "update work set state = 'QUEUED', owner = null, lease_until = null, attempts = ?, "
                    + "not_before = clock_timestamp() + ? * interval '1 millisecond'"
                    + MINE;

    private static final String END = "update work set state = ?, owner = null, lease_until = null" + MINE;

    private final Statements statements;

    WorkTable(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    boolean enqueue(String id, String tenant, String payload) {
        return statements.update(ENQUEUE, id, tenant, payload) == 1;
    }

    boolean withdraw(String id) {
        return statements.update(WITHDRAW, id) == 1;
    }

    /** @return whether it is paused now, and not only marked */
    boolean pause(String id) {
        return statements.query(PAUSE, row -> row.getString(1), id).equals(List.of("PAUSED"));
    }

    void resume(String id) {
        statements.update(RESUME, id);
    }

    /**
     * Takes work that is queued and due, or whose worker has not been heard of for the length of its lease: first what was begun before, then the oldest of the tenant with
     * the least work at workers and, among those, of the one that was served longest ago.
     */
    Optional<Claim> claim(String owner, Duration lease) {
        return statements
                .query(
                        CLAIM,
                        row -> new Claim(row.getString(1), row.getString(2), row.getLong(3), row.getInt(4)),
                        owner,
                        lease.toMillis())
                .stream()
                .findFirst();
    }

    /** @see WorkQueue#line */
    List<WorkQueue.Place> line(int most) {
        return statements.query(
                LINE,
                row -> new WorkQueue.Place(row.getString(1), row.getString(2).equals("RUNNING")),
                most);
    }

    /**
     * @param progressed whether to count the attempts anew
     * @return whether the work is to be paused; empty when the claim does not hold any more
     */
    Optional<Boolean> renew(Claim claim, Duration lease, boolean progressed) {
        return statements
                .query(RENEW, row -> row.getBoolean(1), lease.toMillis(), progressed, claim.id(), claim.fence())
                .stream()
                .findFirst();
    }

    /** Counts the attempts anew in the current transaction. */
    boolean countAnew(Claim claim) {
        return statements.update(COUNT_ANEW, claim.id(), claim.fence()) == 1;
    }

    /** Pauses work that is marked so. */
    boolean pause(Claim claim) {
        return statements.update(PAUSE_MINE, claim.id(), claim.fence()) == 1;
    }

    /** Lets the current transaction commit only as the claim's commit of that number, counted from 1. */
    boolean commit(Claim claim, long number) {
        return statements.update(COMMIT, number, claim.id(), claim.fence(), number - 1) == 1;
    }

    /** Whether the claim still holds and its last commit had that number. */
    boolean hasCommitted(Claim claim, long number) {
        return !statements
                .query(COMMITTED, row -> true, claim.id(), claim.fence(), number)
                .isEmpty();
    }

    /** @param attempts how many count from now on */
    boolean release(Claim claim, int attempts, Duration pause) {
        return statements.update(RELEASE, attempts, pause.toMillis(), claim.id(), claim.fence()) == 1;
    }

    boolean complete(Claim claim) {
        return statements.update(END, "DONE", claim.id(), claim.fence()) == 1;
    }

    boolean fail(Claim claim) {
        return statements.update(END, "FAILED", claim.id(), claim.fence()) == 1;
    }
}
