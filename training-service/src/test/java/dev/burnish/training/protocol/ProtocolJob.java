package dev.burnish.training.protocol;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.testing.ModelledWork;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.TrainingRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is stored, said and on its way of one job. */
final class ProtocolJob {
    /** The fence of a row when it is loaded; an older claim's is lower. Only whether they are the same ever matters. */
    static final long FENCE = 8;

    static final int STEPS = 1;

    static final int PAUSED = 1;
    static final int TRAINED = 2;
    static final int FAILED = 3;
    static final int CANCELLED = 4;

    private static final int KINDS_OF_EVENTS = 5;
    private static final List<ModelledWork.State> WORK_STATES = List.of(ModelledWork.State.values());

    final String id;
    private final List<TrainingRun> runs;

    @Nullable
    ModelledWork work;

    @Nullable
    TrainingRun run;

    /** The newest request that training has heard; 0 for none. */
    long newestRequest;

    /** The step of the newest resume point. */
    int saved;

    /** How many of pause and resume, in this order, were asked for. */
    int requests;

    boolean cancelRequested;
    boolean datasetHeard;
    boolean pauseHeard;
    boolean resumeHeard;
    boolean cancelHeard;

    /** Events that wait for the relay, the oldest in the lowest digit. */
    private int outbox;

    /** The oldest event is with the broker, but the relay has died before it could delete it. */
    boolean published;

    /** The outcome that a listener has heard of; 0 for none. */
    int told;

    /** How often an outcome took effect there, 2 for more than once. */
    int effects;

    /** How many outcomes were committed, 2 for more than one. */
    int results;

    /** How many attempts in a row have ended without progress, by death or by a fault of their own. */
    int barren;

    /** Whether the current claim has saved something. */
    boolean fruitful;

    ProtocolJob(String id, String tenant) {
        this.id = id;
        TrainingRun queued = TrainingRun.queued(id, tenant);
        this.runs = List.of(
                queued,
                queued.reached(0, STEPS),
                queued.paused(),
                queued.reached(0, STEPS).trained(STEPS),
                queued.failed(new Failure("code", "message", null)),
                queued.cancelled());
    }

    void publish(int event) {
        int place = 1;
        while (outbox / place > 0) {
            place *= KINDS_OF_EVENTS;
        }
        outbox += place * event;
    }

    /** 0 for none. */
    int oldestEvent() {
        return outbox % KINDS_OF_EVENTS;
    }

    void deleteOldestEvent() {
        outbox /= KINDS_OF_EVENTS;
        published = false;
    }

    boolean ended() {
        return run != null && run.state().ended();
    }

    boolean endedAndTold() {
        return ended() && outbox == 0 && effects > 0;
    }

    /** 0 while the run has not ended. */
    int outcome() {
        return switch (run == null ? null : run.state()) {
            case RunState.Trained _ -> TRAINED;
            case RunState.Failed _ -> FAILED;
            case RunState.Cancelled _ -> CANCELLED;
            case null, default -> 0;
        };
    }

    long pack() {
        Packed packed = new Packed();
        ModelledWork row = work;
        packed.put(3, row == null ? 0 : 1 + WORK_STATES.indexOf(row.state()));
        packed.put(row != null && row.pausing());
        packed.put(row != null && row.expired());
        packed.put(3, row == null ? 0 : row.attempts());
        packed.put(2, row == null ? 0 : row.commits());
        packed.put(3, run == null ? 0 : 1 + kind(run.state()));
        packed.put(2, newestRequest);
        packed.put(2, saved);
        packed.put(2, requests);
        packed.put(cancelRequested);
        packed.put(datasetHeard);
        packed.put(pauseHeard);
        packed.put(resumeHeard);
        packed.put(cancelHeard);
        packed.put(7, outbox);
        packed.put(published);
        packed.put(3, told);
        packed.put(2, effects);
        packed.put(2, results);
        packed.put(2, barren);
        packed.put(fruitful);
        return packed.bits();
    }

    void load(long bits) {
        Packed packed = new Packed(bits);
        int state = (int) packed.take(3);
        boolean pausing = packed.take();
        boolean expired = packed.take();
        int attempts = (int) packed.take(3);
        long commits = packed.take(2);
        work = state == 0
                ? null
                : new ModelledWork(WORK_STATES.get(state - 1), FENCE, commits, attempts, pausing, expired, true);
        int kind = (int) packed.take(3);
        run = kind == 0 ? null : runs.get(kind - 1);
        newestRequest = packed.take(2);
        saved = (int) packed.take(2);
        requests = (int) packed.take(2);
        cancelRequested = packed.take();
        datasetHeard = packed.take();
        pauseHeard = packed.take();
        resumeHeard = packed.take();
        cancelHeard = packed.take();
        outbox = (int) packed.take(7);
        published = packed.take();
        told = (int) packed.take(3);
        effects = (int) packed.take(2);
        results = (int) packed.take(2);
        barren = (int) packed.take(2);
        fruitful = packed.take();
    }

    private static int kind(RunState state) {
        return switch (state) {
            case RunState.Queued _ -> 0;
            case RunState.Training _ -> 1;
            case RunState.Paused _ -> 2;
            case RunState.Trained _ -> 3;
            case RunState.Failed _ -> 4;
            case RunState.Cancelled _ -> 5;
        };
    }
}
