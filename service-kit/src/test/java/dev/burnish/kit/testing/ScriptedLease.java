package dev.burnish.kit.testing;

import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;

/** Holds until it is told to be lost. */
public final class ScriptedLease implements Lease {
    private int checksLeft = Integer.MAX_VALUE;
    private int progress;
    private int checksBeforeStop = Integer.MAX_VALUE;
    private boolean lost;

    public void lose() {
        lost = true;
    }

    /** From now on the work is to stop, but may commit. */
    public void stop() {
        checksBeforeStop = 0;
    }

    /** As {@link #stop}, after so many more checks that hold. */
    public void stopAfterChecks(int checks) {
        checksBeforeStop = checks;
    }

    /** How often progress was told. */
    public int progress() {
        return progress;
    }

    public void loseAfterChecks(int checks) {
        checksLeft = checks;
    }

    @Override
    public void check() throws LeaseLostException {
        if (checksBeforeStop-- <= 0) {
            throw new LeaseLostException("stopped by the test");
        }
        checkHeld();
    }

    private void checkHeld() throws LeaseLostException {
        if (lost || checksLeft-- <= 0) {
            throw new LeaseLostException("lost by the test");
        }
    }

    @Override
    public boolean isStopping() {
        return checksBeforeStop <= 0;
    }

    @Override
    public void commit(Runnable change) throws LeaseLostException {
        checkHeld();
        change.run();
    }

    @Override
    public void progressed() {
        progress++;
    }
}
