package dev.burnish.training.protocol;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.JobCancelled;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobPaused;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.kit.testing.ModelledWork;
import dev.burnish.training.domain.EpochCheckpoints;
import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.ResumePoints;
import dev.burnish.training.domain.RunEvents;
import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.RunRequests;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import dev.burnish.training.domain.ValidationGains;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the use cases of training see of the explored database: each port as its adapter does it, on the job that is loaded. */
final class ProtocolPorts {
    private static final Artifact NOTHING = new Artifact("nowhere", 0, "0".repeat(64));

    private final List<ProtocolJob> jobs;
    private final Predicate<BrokenRule> broken;
    private final Violations violations;

    ProtocolPorts(List<ProtocolJob> jobs, Predicate<BrokenRule> broken, Violations violations) {
        this.jobs = jobs;
        this.broken = broken;
        this.violations = violations;
    }

    private ProtocolJob job(String id) {
        for (ProtocolJob job : jobs) {
            if (job.id.equals(id)) {
                return job;
            }
        }
        throw new IllegalArgumentException("no job " + id);
    }

    TrainingRuns runs() {
        return new TrainingRuns() {
            @Override
            public boolean add(TrainingRun run) {
                ProtocolJob job = job(run.jobId());
                boolean added = job.run == null;
                if (added) {
                    job.run = run;
                }
                return added;
            }

            @Override
            public Optional<TrainingRun> find(String jobId) {
                return Optional.ofNullable(job(jobId).run);
            }

            @Override
            public void update(TrainingRun run) {
                job(run.jobId()).run = run;
            }
        };
    }

    RunQueue queue() {
        return new RunQueue() {
            @Override
            public List<Place> line() {
                throw new UnsupportedOperationException("the protocol asks for no places");
            }

            @Override
            public void enqueue(String jobId, String tenant, String payload) {
                ProtocolJob job = job(jobId);
                if (job.work == null) {
                    job.work = ModelledWork.enqueued();
                }
            }

            @Override
            public boolean pause(String jobId) {
                return change(jobId, ModelledWork::pause)
                        .filter(row -> row.state() == ModelledWork.State.PAUSED)
                        .isPresent();
            }

            @Override
            public void resume(String jobId) {
                ProtocolJob job = job(jobId);
                boolean anew = job.work != null && job.work.state() == ModelledWork.State.PAUSED;
                change(jobId, ModelledWork::resume);
                if (anew) {
                    job.barren = 0;
                    job.fruitful = false;
                }
            }

            @Override
            public void withdraw(String jobId) {
                ModelledWork row = job(jobId).work;
                boolean withAWorker = row != null && row.state() == ModelledWork.State.RUNNING;
                if (!(withAWorker && broken.test(BrokenRule.WITHDRAWN_FROM_THE_QUEUE_ALONE))) {
                    change(jobId, ModelledWork::withdraw);
                }
            }
        };
    }

    private Optional<ModelledWork> change(String jobId, Function<ModelledWork, Optional<ModelledWork>> rule) {
        ProtocolJob job = job(jobId);
        Optional<ModelledWork> changed = Optional.ofNullable(job.work).flatMap(rule);
        changed.ifPresent(row -> job.work = row);
        return changed;
    }

    RunRequests requests() {
        return new RunRequests() {
            @Override
            public void lock(String jobId) {}

            @Override
            public boolean isNewest(String jobId, long sequence) {
                ProtocolJob job = job(jobId);
                boolean newest = job.newestRequest < sequence;
                job.newestRequest = Math.max(job.newestRequest, sequence);
                return newest || broken.test(BrokenRule.LATE_REQUESTS_HEARD);
            }
        };
    }

    /** At most one is of any interest. */
    ResumePoints resumePoints() {
        return new ResumePoints() {
            @Override
            public List<ResumePoint> of(String jobId) {
                int saved = job(jobId).saved;
                return saved == 0
                        ? List.of()
                        : List.of(new ResumePoint(
                                jobId, 1, saved, "fingerprint", 1, 1, ValidationGains.NONE, NOTHING, NOTHING));
            }

            @Override
            public void add(ResumePoint point) {
                job(point.jobId()).saved++;
            }

            @Override
            public void remove(ResumePoint point) {
                job(point.jobId()).saved = 0;
            }
        };
    }

    EpochCheckpoints epochs() {
        return new EpochCheckpoints() {
            @Override
            public List<JobCheckpoint> of(String jobId) {
                return List.of();
            }

            @Override
            public void add(String jobId, JobCheckpoint checkpoint) {}

            @Override
            public void remove(String jobId, JobCheckpoint checkpoint) {}
        };
    }

    RunEvents outbox() {
        return (tenant, event) -> {
            ProtocolJob job = job(event.subject());
            switch (event) {
                case JobPaused _ -> job.publish(ProtocolJob.PAUSED);
                case JobTrained _ -> {
                    if (job.cancelHeard) {
                        violations.found(Invariant.CANCELLED_IS_NOT_TRAINED);
                    }
                    outcome(job, ProtocolJob.TRAINED);
                }
                case JobFailed _ -> outcome(job, ProtocolJob.FAILED);
                case JobCancelled _ -> outcome(job, ProtocolJob.CANCELLED);
                case JobProgressed _ -> {}
                case Event other -> throw new IllegalArgumentException("training publishes no " + other);
            }
        };
    }

    private static void outcome(ProtocolJob job, int event) {
        job.publish(event);
        job.results = Math.min(2, job.results + 1);
    }

    /** The first that a move has found; none in the beginning. */
    static final class Violations {
        private @Nullable Invariant first;

        void found(Invariant invariant) {
            if (first == null) {
                first = invariant;
            }
        }

        Optional<Invariant> take() {
            Optional<Invariant> found = Optional.ofNullable(first);
            first = null;
            return found;
        }
    }
}
