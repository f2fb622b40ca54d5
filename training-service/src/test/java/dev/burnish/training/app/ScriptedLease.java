package dev.burnish.training.app;

import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import java.lang.reflect.Constructor;

/** Holds until it is told to be lost. */
final class ScriptedLease implements Lease {
    private int checksLeft = Integer.MAX_VALUE;

    void lose() {
        checksLeft = 0;
    }

    void loseAfterChecks(int checks) {
        checksLeft = checks;
    }

    @Override
    public void check() throws LeaseLostException {
        if (checksLeft-- <= 0) {
            throw lost();
        }
    }

    @Override
    public void commit(Runnable change) throws LeaseLostException {
        check();
        change.run();
    }

    @Override
    public void progressed() {}

    /** Only the kit may say that a lease is lost, and does not say so to a test. */
    private static LeaseLostException lost() {
        try {
            Constructor<LeaseLostException> constructor = LeaseLostException.class.getDeclaredConstructor(String.class);
            constructor.setAccessible(true);
            return constructor.newInstance("lost by the test");
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the kit's exception has changed", e);
        }
    }
}
