package dev.burnish.training.protocol;

import dev.burnish.kit.work.Claim;
import java.util.List;

/** What one worker knows and is about to do. It learns nothing by itself: until it asks the database, it goes on as before, however long it has slept. */
final class ProtocolWorker {
    static final int BITS = 12;

    enum Phase {
        IDLE,

        /** Has claimed, and not yet looked. */
        BEGINS,

        WORKS,

        /** Waits for the answer to a commit, which may have happened. */
        UNSURE,

        /** Stops, and has to leave the work to somebody. */
        STOPS
    }

    private static final List<Phase> PHASES = List.of(Phase.values());

    Phase phase = Phase.IDLE;
    int job;
    long fence;

    /** Of the claim; 4 for more than the three that may end without progress. */
    int attempt;

    /** How many commits of this claim it knows of. */
    int commits;

    boolean progressed;

    /** Whether it has seen that the work is to be paused. */
    boolean pausing;

    /** Whether another has claimed the work since, which it cannot know. */
    boolean superseded;

    Claim claim(String id) {
        return new Claim(id, "", fence, attempt);
    }

    void rest() {
        phase = Phase.IDLE;
        job = 0;
        fence = 0;
        attempt = 0;
        commits = 0;
        progressed = false;
        pausing = false;
        superseded = false;
    }

    /** @param newest the fence of the work's row */
    long pack(long newest) {
        Packed packed = new Packed();
        packed.put(3, PHASES.indexOf(phase));
        packed.put(1, job);
        packed.put(phase != Phase.IDLE && fence == newest);
        packed.put(2, attempt == 0 ? 0 : attempt - 1);
        packed.put(2, commits);
        packed.put(progressed);
        packed.put(pausing);
        packed.put(superseded);
        return packed.bits();
    }

    void load(long bits) {
        Packed packed = new Packed(bits);
        phase = PHASES.get((int) packed.take(3));
        job = (int) packed.take(1);
        fence = packed.take() ? ProtocolJob.FENCE : ProtocolJob.FENCE - 1;
        attempt = 1 + (int) packed.take(2);
        commits = (int) packed.take(2);
        progressed = packed.take();
        pausing = packed.take();
        superseded = packed.take();
        if (phase == Phase.IDLE) {
            rest();
        }
    }
}
