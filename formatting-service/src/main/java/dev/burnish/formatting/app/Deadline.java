package dev.burnish.formatting.app;

import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import java.time.Duration;

/** The right to go on until time is up, with what changes nothing. */
final class Deadline implements Lease {
    private final long end;

    Deadline(Duration time) {
        end = System.nanoTime() + time.toNanos();
    }

    @Override
    public void check() throws LeaseLostException {
        if (System.nanoTime() - end > 0) {
            throw new LeaseLostException("time is up");
        }
    }

    @Override
    public void commit(Runnable change) {
        throw new UnsupportedOperationException("nothing is changed here");
    }

    @Override
    public void progressed() {}
}
