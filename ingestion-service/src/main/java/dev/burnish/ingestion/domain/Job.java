package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A fine-tuning job as its user sees it.
 *
 * @param id such as {@code ftjob-…}; ids sort by time of creation
 * @param cancelRequested whether its user asked for it to stop
 */
public record Job(
        String id,
        String tenant,
        Instant createdAt,
        JobSpecification specification,
        JobState state,
        boolean cancelRequested,
        JobFindings findings) {
    public Job {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(specification, "specification");
        requireNonNull(state, "state");
        requireNonNull(findings, "findings");
    }

    public static Job submitted(String id, String tenant, Instant at, JobSpecification specification) {
        return new Job(id, tenant, at, specification, new JobState.ValidatingFiles(), false, JobFindings.NONE);
    }

    public boolean ended() {
        return state instanceof JobState.Ended;
    }

    /** The last moment at which cancelling has an effect is the end of training. */
    public boolean cancellable() {
        return !ended() && findings.trainedTokens() == null;
    }

    public Job withCancelRequested() {
        return new Job(id, tenant, createdAt, specification, state, true, findings);
    }

    Job with(JobState newState, JobFindings newFindings) {
        return new Job(id, tenant, createdAt, specification, newState, cancelRequested, newFindings);
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
