package dev.burnish.training.protocol;

import static java.util.Objects.requireNonNull;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.testing.ModelledWork;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Outcome;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.protocol.ProtocolWorker.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What workers do, each move one transaction, as {@code Worker} and {@code HeldLease} do it; between two moves of one worker anything may happen. */
final class WorkerMoves {
    /** The attempt that begins with the attempts used up; any later one is as good. */
    private static final int USED_UP = 4;

    private final List<ProtocolJob> jobs;
    private final List<ProtocolWorker> workers;
    private final ProductionRules production;
    private final Failure usedUp;
    private final Endings endings;

    WorkerMoves(List<ProtocolJob> jobs, List<ProtocolWorker> workers, ProductionRules production) {
        this.jobs = jobs;
        this.workers = workers;
        this.production = production;
        this.usedUp = Outcome.usedUp(new Claim("", "", 1, USED_UP), production.settings());
        this.endings = new Endings(USED_UP, production.settings());
    }

    List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        for (ProtocolJob job : jobs) {
            moves.add(Move.of("the lease of the dead worker of " + job.id + " runs out", () -> expire(job, false)));
            moves.add(Move.fault("the lease of " + job.id + " runs out", () -> expire(job, true)));
        }
        for (int index = 0; index < workers.size(); index++) {
            ProtocolWorker worker = workers.get(index);
            String name = "worker " + index + " ";
            boolean first = index == 0;
            ProtocolWorker previous = workers.get(first ? 0 : index - 1);
            for (ProtocolJob job : jobs) {
                // Of workers that rest, any is as good as the first.
                moves.add(Move.of(
                        name + "claims " + job.id,
                        () -> (first || previous.phase != Phase.IDLE) && claim(worker, jobs.indexOf(job))));
            }
            moves.add(Move.of(name + "begins", () -> worker.phase == Phase.BEGINS && begin(worker)));
            moves.add(Move.of(name + "is heard of", () -> renew(worker)));
            moves.add(Move.of(name + "saves", () -> worker.phase == Phase.WORKS && save(worker, true)));
            moves.add(Move.fault(
                    name + "saves and gets no answer", () -> worker.phase == Phase.WORKS && save(worker, false)));
            moves.add(Move.of(name + "asks again", () -> worker.phase == Phase.UNSURE && askAgain(worker)));
            moves.add(Move.of(name + "completes", () -> worker.phase == Phase.WORKS && complete(worker, true)));
            moves.add(Move.fault(
                    name + "completes and gets no answer",
                    () -> worker.phase == Phase.WORKS && complete(worker, false)));
            for (Endings.Cause cause : Endings.Cause.values()) {
                moves.add(Move.fault(
                        name + "breaks off: " + cause, () -> worker.phase == Phase.WORKS && breakOff(worker, cause)));
            }
            moves.add(Move.of(name + "leaves", () -> worker.phase == Phase.STOPS && leave(worker)));
            moves.add(Move.fault(name + "dies", () -> die(worker)));
        }
        return moves;
    }

    private ProtocolJob job(ProtocolWorker worker) {
        return jobs.get(worker.job);
    }

    private ModelledWork row(ProtocolWorker worker) {
        return requireNonNull(job(worker).work);
    }

    private long fence(ProtocolWorker worker) {
        return production.breaks(BrokenRule.FENCE_NOT_COMPARED) ? row(worker).fence() : worker.fence;
    }

    /** @return whether the statement has changed a row */
    private boolean change(ProtocolWorker worker, Optional<ModelledWork> changed) {
        if (changed.isPresent() && worker.superseded && !changed.get().equals(row(worker))) {
            production.violations().found(Invariant.NEWEST_CLAIM);
        }
        changed.ifPresent(row -> job(worker).work = row);
        return changed.isPresent();
    }

    /** @param alive whether a worker has the lease, which does not know */
    private boolean expire(ProtocolJob job, boolean alive) {
        ModelledWork row = job.work;
        if (row == null || row.state() != ModelledWork.State.RUNNING || row.expired() || isHeld(job) != alive) {
            return false;
        }
        job.work = new ModelledWork(
                row.state(), row.fence(), row.commits(), row.attempts(), row.pausing(), true, row.due());
        return true;
    }

    private boolean isHeld(ProtocolJob job) {
        return workers.stream()
                .anyMatch(worker ->
                        worker.phase != Phase.IDLE && jobs.get(worker.job).equals(job) && !worker.superseded);
    }

    private boolean claim(ProtocolWorker worker, int index) {
        ProtocolJob job = jobs.get(index);
        ModelledWork before = job.work;
        if (worker.phase != Phase.IDLE || before == null) {
            return false;
        }
        if (before.expired() && production.breaks(BrokenRule.EXPIRED_CLAIM_KEPT)) {
            return false;
        }
        Optional<ModelledWork> claimed = before.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        for (ProtocolWorker other : workers) {
            other.superseded |= other.phase != Phase.IDLE && other.job == index;
        }
        if (before.state() == ModelledWork.State.RUNNING && !job.fruitful) {
            job.barren = Math.min(USED_UP - 1, job.barren + 1);
        }
        job.fruitful = false;
        ModelledWork row = counted(before, claimed.get());
        job.work = row;
        worker.phase = Phase.BEGINS;
        worker.job = index;
        worker.fence = row.fence();
        worker.attempt = Math.max(1, row.attempts());
        return true;
    }

    private ModelledWork counted(ModelledWork before, ModelledWork claimed) {
        int attempts = production.breaks(BrokenRule.CLAIM_NOT_COUNTED)
                ? before.attempts()
                : Math.min(USED_UP, claimed.attempts());
        long fence = production.breaks(BrokenRule.FENCE_NOT_RAISED) ? before.fence() : claimed.fence();
        return new ModelledWork(claimed.state(), fence, 0, attempts, claimed.pausing(), false, true);
    }

    private boolean begin(ProtocolWorker worker) {
        long fence = fence(worker);
        if (!change(worker, row(worker).renew(fence, false))) {
            worker.rest();
        } else if (row(worker).pausing()) {
            worker.pausing = true;
            worker.phase = Phase.STOPS;
        } else if (Outcome.isUsedUp(worker.claim(job(worker).id), production.settings())) {
            fail(worker, usedUp);
        } else {
            if (job(worker).barren >= USED_UP - 1) {
                production.violations().found(Invariant.ATTEMPTS);
            }
            change(worker, row(worker).commit(fence, 1));
            worker.commits = 1;
            worker.phase = Phase.WORKS;
            tellOfTheStart(job(worker));
        }
        return true;
    }

    private void tellOfTheStart(ProtocolJob job) {
        TrainingRun run = requireNonNull(job.run);
        if (!(run.state().ended() && production.ignoresEndedRuns())) {
            job.run = run.reached(0, ProtocolJob.STEPS);
        }
    }

    private boolean renew(ProtocolWorker worker) {
        if (worker.phase != Phase.WORKS && worker.phase != Phase.UNSURE) {
            return false;
        }
        if (change(worker, row(worker).renew(fence(worker), worker.progressed))) {
            worker.pausing = row(worker).pausing();
        } else {
            worker.rest();
        }
        return true;
    }

    private boolean save(ProtocolWorker worker, boolean answered) {
        ProtocolJob job = job(worker);
        if (job.saved >= ProtocolJob.STEPS) {
            return false;
        }
        if (!change(worker, row(worker).commit(fence(worker), worker.commits + 1L))) {
            worker.rest();
            return true;
        }
        keep(worker, job);
        if (answered) {
            worker.commits++;
        } else {
            worker.phase = Phase.UNSURE;
        }
        return true;
    }

    private void keep(ProtocolWorker worker, ProtocolJob job) {
        production.save(job);
        change(worker, row(worker).countAnew(fence(worker)));
        worker.progressed = true;
        job.fruitful = true;
        job.barren = 0;
    }

    private boolean askAgain(ProtocolWorker worker) {
        long number = worker.commits + 1L;
        if (production.breaks(BrokenRule.COMMITS_NOT_NUMBERED) && row(worker).isHeldBy(worker.fence)) {
            keep(worker, job(worker));
        } else if (!row(worker).hasCommitted(fence(worker), number)) {
            worker.rest();
            return true;
        }
        worker.commits++;
        worker.phase = Phase.WORKS;
        return true;
    }

    private boolean complete(ProtocolWorker worker, boolean answered) {
        ProtocolJob job = job(worker);
        ModelledWork row = row(worker);
        boolean unseen = production.breaks(BrokenRule.COMPLETED_UNSEEN) && row.fence() == worker.fence;
        boolean completed = change(worker, unseen ? Optional.of(row) : row.complete(fence(worker)));
        if (completed) {
            production.complete(job);
        }
        // Without an answer it tries again.
        if (answered || !completed) {
            worker.rest();
        }
        return true;
    }

    private boolean breakOff(ProtocolWorker worker, Endings.Cause cause) {
        if (cause == Endings.Cause.STOPPED && worker.pausing) {
            worker.phase = Phase.STOPS;
            return true;
        }
        settle(worker, cause);
        return true;
    }

    private void settle(ProtocolWorker worker, Endings.Cause cause) {
        switch (endings.outcome(cause, worker.attempt, worker.progressed)) {
            case Outcome.Failed(Failure failure) -> fail(worker, failure);
            case Outcome.Again(int attempts, Duration _) -> {
                ProtocolJob job = job(worker);
                boolean released = change(worker, row(worker).release(fence(worker), attempts, true));
                if (released && cause == Endings.Cause.FAULT && !job.fruitful) {
                    job.barren = Math.min(USED_UP - 1, job.barren + 1);
                }
                worker.rest();
            }
        }
    }

    private void fail(ProtocolWorker worker, Failure failure) {
        ProtocolJob job = job(worker);
        if (change(worker, row(worker).fail(fence(worker)))) {
            production.fail(worker.claim(job.id), failure);
        }
        worker.rest();
    }

    private boolean leave(ProtocolWorker worker) {
        if (!worker.pausing) {
            settle(worker, Endings.Cause.STOPPED);
        } else if (change(worker, row(worker).pause(fence(worker)))) {
            production.pause(worker.claim(job(worker).id));
            worker.rest();
        } else {
            worker.pausing = false;
        }
        return true;
    }

    private static boolean die(ProtocolWorker worker) {
        boolean alive = worker.phase != Phase.IDLE;
        worker.rest();
        return alive;
    }
}
