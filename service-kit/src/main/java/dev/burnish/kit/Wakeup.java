package dev.burnish.kit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A thread's sleep that others can end: a wake-up that comes while the thread is awake ends the next sleep at once, and many count as one. */
public final class Wakeup {
    private final Semaphore pending = new Semaphore(0);

    public void wake() {
        pending.release();
    }

    public void sleep(Duration atMost) throws InterruptedException {
        if (pending.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            pending.drainPermits();
        }
    }
}
