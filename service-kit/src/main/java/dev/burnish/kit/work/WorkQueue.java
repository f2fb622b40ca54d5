package dev.burnish.kit.work;

import dev.burnish.kit.AfterCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import javax.sql.DataSource;

/** Where a service's handlers leave work that lasts longer than they may. */
@ApplicationScoped
public class WorkQueue {
    private final WorkTable table;
    private final AfterCommit afterCommit;
    private final Worker worker;

    public WorkQueue(DataSource dataSource, AfterCommit afterCommit, Worker worker) {
        this.table = new WorkTable(dataSource);
        this.afterCommit = afterCommit;
        this.worker = worker;
    }

    /**
     * Work that waits or that a worker has.
     *
     * @param running whether a worker has it
     */
    public record Place(String id, boolean running) {}

    /**
     * Tenants take turns: the next work to begin is the oldest of the tenant that has the least at workers and was served longest ago. Work that was begun and interrupted goes
     * on before any other.
     *
     * @param tenant whose work it is
     * @return false, changing nothing, if there is or was work with this id
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean enqueue(String id, String tenant, String payload) {
        boolean enqueued = table.enqueue(id, tenant, payload);
        afterCommit.run(worker::wake);
        return enqueued;
    }

    /** What workers have, then what waits, in the order in which it will begin if nothing else comes; the first {@code most} of them. */
    public List<Place> line(int most) {
        return table.line(most);
    }

    /**
     * Stops the work until it is resumed.
     *
     * @return true if it waited and is paused now; false if a worker has it, which pauses it after its next check and calls {@link WorkHandler#paused}, or if there is nothing
     *     to pause
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean pause(String id) {
        boolean paused = table.pause(id);
        afterCommit.run(() -> worker.checkLease(id));
        return paused;
    }

    /** Queues paused work again, ahead of what was not begun yet and with its attempts counted anew, or takes back the wish to pause it. Does nothing to other work. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void resume(String id) {
        table.resume(id);
        afterCommit.run(worker::wake);
    }

    /**
     * Ends the work without effect. A worker that is at it learns so from its lease: at once in this process, with its next heartbeat in another one.
     *
     * @return false if there is no such work or it has ended before
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean withdraw(String id) {
        boolean withdrawn = table.withdraw(id);
        afterCommit.run(() -> worker.checkLease(id));
        return withdrawn;
    }
}
