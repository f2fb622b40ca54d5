package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A fine-tuning job as its user sees it.
 *
 * @param id such as {@code ftjob-…}; ids sort by time of creation
 * @param wish what its user wants of it now
 */
public record Job(
        String id,
        String tenant,
        Instant createdAt,
        JobSpecification specification,
        JobState state,
        Wish wish,
        JobFindings findings) {
    public Job {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(specification, "specification");
        requireNonNull(state, "state");
        requireNonNull(wish, "wish");
        requireNonNull(findings, "findings");
    }

    /** What becomes of a job, if its user can have it so. */
    public enum Wish {
        SUCCEED,
        PAUSE,
        CANCEL;

        /** As a row has it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Job submitted(String id, String tenant, Instant at, JobSpecification specification) {
        return new Job(id, tenant, at, specification, new JobState.ValidatingFiles(), Wish.SUCCEED, JobFindings.NONE);
    }

    public boolean ended() {
        return state instanceof JobState.Ended;
    }

    /** The last moment at which stopping it has an effect is the end of training. */
    public boolean stoppable() {
        return !ended() && findings.trainedTokens() == null;
    }

    public Job wished(Wish newWish) {
        return new Job(id, tenant, createdAt, specification, state, newWish, findings);
    }

    /** Goes on, or will: a paused one waits for its turn. */
    public Job resumed() {
        JobState next = state instanceof JobState.Paused ? waiting() : state;
        return new Job(id, tenant, createdAt, specification, next, Wish.SUCCEED, findings);
    }

    /** What a job that trains not yet, or not now, waits for. */
    JobState waiting() {
        return findings.plan() == null ? new JobState.ValidatingFiles() : new JobState.Queued();
    }

    Job with(JobState newState, JobFindings newFindings) {
        return new Job(id, tenant, createdAt, specification, newState, wish, newFindings);
    }

    /**
     * The name that the result has or will have: {@code ft:{base model}:{tenant}:{suffix}:{last 8 digits of the id}}. Characters of the suffix that are unsafe in a
     * name become {@code -}.
     */
    public String fineTunedModel() {
        String suffix = specification.suffix() == null ? "" : specification.suffix();
        return "ft:" + specification.model() + ":" + tenant + ":" + suffix.replaceAll("[^A-Za-z0-9._-]", "-") + ":"
                + id.substring(id.length() - 8);
    }

    /** The name under which the model as it was after that step answers requests. */
    public String checkpointModel(int step) {
        return fineTunedModel() + ":ckpt-step-" + step;
    }

    /** As numbers where they are resolved, else as they were asked for. */
    public Hyperparameters hyperparameters() {
        return findings.plan() == null ? specification.hyperparameters() : findings.plan();
    }

    /** While it trains, if training can tell. */
    public Optional<Instant> estimatedFinish() {
        return state instanceof JobState.Running && findings.progress() != null
                ? Optional.ofNullable(findings.progress().estimatedFinish())
                : Optional.empty();
    }
}
