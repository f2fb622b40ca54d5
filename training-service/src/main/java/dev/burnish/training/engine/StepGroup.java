package dev.burnish.training.engine;

import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets members on threads of their own take their steps in passes that they share. Whoever asks for a step while no pass is under way leads the next one: it waits for the members
 * that have taken part in the last pass and have not {@linkplain Seat#away gone away} since, but no longer than a member's share of the last pass took, because then its step
 * alone would be done sooner.
 */
final class StepGroup<T> {

    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(250);

    private final Pass<T> pass;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Seat> expected = new HashSet<>();
    private final List<Seat> asking = new ArrayList<>();
    private boolean underWay;
    private long waitNanos;

    /** Does a step of each of some members, and answers in their order. */
    @FunctionalInterface
    interface Pass<T> {
        List<Result> run(List<T> members);
    }

    /** What became of a member's step: its measurement, or what it throws. */
    @FunctionalInterface
    interface Result {
        StepMeasurement get() throws RunFailedException;
    }

    StepGroup(Pass<T> pass) {
        this.pass = pass;
    }

    Seat join(T member) {
        return new Seat(member);
    }

    /** A member's place in the group. Used by one thread at a time. */
    final class Seat implements AutoCloseable {
        private final T member;
        private @Nullable Result result;

        private Seat(T member) {
            this.member = member;
        }

        /** The member's next step, in a pass with whoever else asks now. */
        StepMeasurement step() throws RunFailedException {
            return await(this).get();
        }

        /** The member does something else before its next step: nobody waits for it until it has taken one. */
        void away() {
            lock.lock();
            try {
                expected.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            away();
        }
    }

    private Result await(Seat seat) {
        lock.lock();
        try {
            seat.result = null;
            expected.remove(seat);
            asking.add(seat);
            changed.signalAll();
            while (true) {
                Result result = seat.result;
                if (result != null) {
                    return result;
                }
                if (underWay) {
                    changed.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void lead() {
        underWay = true;
        gather();
        List<Seat> together = List.copyOf(asking);
        asking.clear();
        long begin = System.nanoTime();
        List<Result> results = run(together);
        waitNanos = Math.min(LONGEST_WAIT, (System.nanoTime() - begin) / together.size());
        for (int i = 0; i < together.size(); i++) {
            together.get(i).result = results.get(i);
            expected.add(together.get(i));
        }
        underWay = false;
        changed.signalAll();
    }

    private void gather() {
        long left = waitNanos;
        try {
            while (!expected.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Others may ask meanwhile. */
    private List<Result> run(List<Seat> together) {
        lock.unlock();
        try {
            return pass.run(together.stream().map(seat -> seat.member).toList());
        } catch (RuntimeException | Error e) {
            Result failed = () -> {
                throw e;
            };
            return together.stream().map(seat -> failed).toList();
        } finally {
            lock.lock();
        }
    }
}
