package dev.burnish.kit.work;

import dev.burnish.kit.AfterCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
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
     * Work is begun in the order of enqueuing.
     *
     * @return false, changing nothing, if there is or was work with this id
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean enqueue(String id, String payload) {
        boolean enqueued = table.enqueue(id, payload);
        afterCommit.run(worker::wake);
        return enqueued;
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

    /** Queues paused work again, in its old place and with its attempts counted anew, or takes back the wish to pause it. Does nothing to other work. */
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
