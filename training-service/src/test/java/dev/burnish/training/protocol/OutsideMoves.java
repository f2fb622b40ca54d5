package dev.burnish.training.protocol;

import java.util.ArrayList;
import java.util.List;

/** What users ask for, what Kafka delivers and what the relay publishes. */
final class OutsideMoves {
    private final ProductionRules production;
    private final boolean inbox;

    /** @param inbox whether training remembers the events that have taken effect; without, every event may take effect again at any time */
    OutsideMoves(ProductionRules production, boolean inbox) {
        this.production = production;
        this.inbox = inbox;
    }

    List<Move> moves(ProtocolJob job, Protocol.Course course) {
        List<Move> moves = new ArrayList<>();
        if (course.pauses()) {
            moves.add(Move.of("the user asks to pause " + job.id, () -> ask(job, 0)));
            moves.add(Move.of("the user asks to resume " + job.id, () -> ask(job, 1)));
            moves.add(Move.of("training hears of the pause of " + job.id, () -> hearPause(job)));
            moves.add(Move.of("training hears of the resumption of " + job.id, () -> hearResume(job)));
        }
        if (course.cancels()) {
            moves.add(Move.lastResort("the user asks to cancel " + job.id, () -> askToCancel(job)));
            moves.add(Move.of("training hears of the cancellation of " + job.id, () -> hearCancel(job)));
        }
        moves.add(Move.of("training hears of the data set of " + job.id, () -> hearDataset(job)));
        moves.add(Move.of("the relay publishes of " + job.id, () -> publish(job, false)));
        moves.add(Move.fault("the relay publishes of " + job.id + " and dies", () -> publish(job, true)));
        return moves;
    }

    private static boolean ask(ProtocolJob job, int before) {
        boolean now = job.requests == before && !job.cancelRequested;
        if (now) {
            job.requests++;
        }
        return now;
    }

    private static boolean askToCancel(ProtocolJob job) {
        boolean now = !job.cancelRequested;
        job.cancelRequested = true;
        return now;
    }

    private boolean hearDataset(ProtocolJob job) {
        if (job.datasetHeard && inbox) {
            return false;
        }
        job.datasetHeard = true;
        production.hearDataset(job);
        return true;
    }

    private boolean hearPause(ProtocolJob job) {
        if (job.requests < 1 || (job.pauseHeard && inbox)) {
            return false;
        }
        job.pauseHeard = true;
        production.hearPause(job);
        return true;
    }

    private boolean hearResume(ProtocolJob job) {
        if (job.requests < 2 || (job.resumeHeard && inbox)) {
            return false;
        }
        job.resumeHeard = true;
        production.hearResume(job);
        return true;
    }

    private boolean hearCancel(ProtocolJob job) {
        if (!job.cancelRequested || (job.cancelHeard && inbox)) {
            return false;
        }
        job.cancelHeard = true;
        production.hearCancel(job);
        return true;
    }

    /** @param dies before the broker's acknowledgement is noted, or, with the rule broken, before there is one */
    private boolean publish(ProtocolJob job, boolean dies) {
        int event = job.oldestEvent();
        if (event == 0) {
            return false;
        }
        boolean lost = dies && production.breaks(BrokenRule.DELETED_BEFORE_PUBLISHED);
        if (!lost) {
            hearOutcome(job, event);
        }
        if (dies && !lost) {
            job.published = true;
        } else {
            job.deleteOldestEvent();
        }
        return true;
    }

    private void hearOutcome(ProtocolJob job, int event) {
        boolean again = job.published && !production.breaks(BrokenRule.SUBSCRIBER_WITHOUT_INBOX);
        if (event != ProtocolJob.PAUSED && !again) {
            job.told = event;
            job.effects = Math.min(2, job.effects + 1);
        }
    }
}
