package dev.burnish.training.protocol;

import dev.burnish.kit.testing.ModelledWork;
import dev.burnish.training.app.Datasets;
import dev.burnish.training.domain.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some jobs and workers, in the one state that is loaded: how it looks in a few longs, what can happen next, and what must hold. */
final class Protocol {

    /** Faults that are not counted. */
    static final int UNLIMITED = 7;

    private static final int FAULT_BITS = 3;

    /** What a job's user may do. */
    record Course(boolean pauses, boolean cancels) {}

    private final List<ProtocolJob> jobs;
    private final List<ProtocolWorker> workers;
    private final ProductionRules production;
    private final List<Move> moves = new ArrayList<>();
    private final int faultLimit;
    private int faults;

    /**
     * @param courses one for each job, of which there are at most two
     * @param faultLimit how many things go wrong at most, {@link #UNLIMITED} or less
     * @param inbox whether training remembers the events that have taken effect
     */
    Protocol(List<Course> courses, int workerCount, int faultLimit, boolean inbox, @Nullable BrokenRule broken)
            throws Exception {
        this.faultLimit = faultLimit;
        jobs = IntStream.range(0, courses.size())
                .mapToObj(index -> new ProtocolJob("ftjob-" + (index + 1), Datasets.TENANT))
                .toList();
        workers = IntStream.range(0, workerCount)
                .mapToObj(index -> new ProtocolWorker())
                .toList();
        production = new ProductionRules(jobs, broken);
        OutsideMoves outside = new OutsideMoves(production, inbox);
        for (int index = 0; index < jobs.size(); index++) {
            moves.addAll(outside.moves(jobs.get(index), courses.get(index)));
        }
        moves.addAll(new WorkerMoves(jobs, workers, production).moves());
    }

    List<Move> moves() {
        return moves;
    }

    /** @return false, having changed nothing, if the move cannot happen in the loaded state */
    boolean happens(Move move) {
        boolean counts = move.kind() == Move.Kind.FAULT && faultLimit < UNLIMITED;
        if ((counts && faults == faultLimit) || !move.happens().getAsBoolean()) {
            return false;
        }
        if (counts) {
            faults++;
        }
        return true;
    }

    /** How many longs a state takes: one for each job, and one for all workers. */
    int width() {
        return jobs.size() + 1;
    }

    void load(long[] states, int at) {
        for (int index = 0; index < jobs.size(); index++) {
            jobs.get(index).load(states[at + index]);
        }
        Packed packed = new Packed(states[at + jobs.size()]);
        for (ProtocolWorker worker : workers) {
            worker.load(packed.take(ProtocolWorker.BITS));
        }
        faults = (int) packed.take(FAULT_BITS);
    }

    /** Workers are alike: states that differ in who is who are the same. */
    void store(long[] state) {
        for (int index = 0; index < jobs.size(); index++) {
            state[index] = jobs.get(index).pack();
        }
        long[] packedWorkers = new long[workers.size()];
        for (int index = 0; index < packedWorkers.length; index++) {
            ProtocolWorker worker = workers.get(index);
            ModelledWork row = jobs.get(worker.job).work;
            packedWorkers[index] = worker.pack(row == null ? 0 : row.fence());
        }
        Arrays.sort(packedWorkers);
        Packed packed = new Packed();
        for (long worker : packedWorkers) {
            packed.put(ProtocolWorker.BITS, worker);
        }
        packed.put(FAULT_BITS, faults);
        state[jobs.size()] = packed.bits();
    }

    /** Whether every job has come to its end, and whoever listens knows. */
    boolean isOver() {
        return jobs.stream().allMatch(ProtocolJob::endedAndTold);
    }

    /** The first of the invariants that the last move has violated. */
    Optional<Invariant> violatedByMove(Set<Invariant> invariants) {
        return production.violations().take().filter(invariants::contains);
    }

    /** The first of the invariants that the loaded state violates. */
    Optional<Invariant> violated(Set<Invariant> invariants) {
        for (ProtocolJob job : jobs) {
            for (Invariant invariant : invariants) {
                if (!holds(invariant, job)) {
                    return Optional.of(invariant);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Invariant invariant, ProtocolJob job) {
        return switch (invariant) {
            case ONE_RESULT -> job.results <= 1;
            case SAVED_ONCE -> job.saved <= ProtocolJob.STEPS;
            case TOLD_ONCE -> job.effects <= 1 && (job.told == 0 || job.told == job.outcome());
            case NEWEST_WISH -> job.ended() || followsTheNewestWish(job);
            case WORK_AND_RUN_AGREE -> agree(job);
            // Seen by moves, or from the whole space.
            case NEWEST_CLAIM, ATTEMPTS, CANCELLED_IS_NOT_TRAINED, CAN_END -> true;
        };
    }

    private static boolean followsTheNewestWish(ProtocolJob job) {
        boolean runPaused = job.run != null && job.run.state() instanceof RunState.Paused;
        boolean marked = job.work != null && job.work.pausing();
        if (job.resumeHeard) {
            return !runPaused && !marked;
        }
        return !job.pauseHeard || runPaused || marked;
    }

    private static boolean agree(ProtocolJob job) {
        ModelledWork row = job.work;
        RunState run = job.run == null ? null : job.run.state();
        boolean agree = switch (row == null ? null : row.state()) {
            case null ->
                run == null
                        || run instanceof RunState.Queued
                        || run instanceof RunState.Paused
                        || run instanceof RunState.Cancelled;
            case QUEUED, RUNNING -> run instanceof RunState.Queued || run instanceof RunState.Training;
            case PAUSED -> run instanceof RunState.Paused;
            case DONE -> run instanceof RunState.Trained;
            case FAILED -> run instanceof RunState.Failed;
            case WITHDRAWN -> run instanceof RunState.Cancelled;
        };
        return agree && job.results == (job.ended() ? 1 : 0);
    }
}
