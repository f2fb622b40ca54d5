package dev.burnish.kit.testing;

import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;

/** Holds until it is told to be lost. */
public final class ScriptedLease implements Lease {
    private int checksLeft = Integer.MAX_VALUE;

    public void lose() {
        checksLeft = 0;
    }

    public void loseAfterChecks(int checks) {
        checksLeft = checks;
    }

    @Override
    public void check() throws LeaseLostException {
        if (checksLeft-- <= 0) {
            throw new LeaseLostException("lost by the test");
        }
    }

    @Override
    public void commit(Runnable change) throws LeaseLostException {
        check();
        change.run();
    }

    @Override
    public void progressed() {}
}
