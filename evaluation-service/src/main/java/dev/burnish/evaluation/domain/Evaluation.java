package dev.burnish.evaluation.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.contracts.Failure;
import dev.burnish.evaluation.domain.EvaluationState.Evaluated;
import dev.burnish.evaluation.domain.EvaluationState.Failed;
import dev.burnish.evaluation.domain.EvaluationState.Queued;
import java.time.Instant;

/**
 * The evaluation of one job's model. A change of one that has ended is refused with an {@link IllegalStateException}; the fence of the claim
 * keeps late workers from asking for one.
 *
 * @param model the tuned model's name
 * @param createdAt when its training had ended
 */
public record Evaluation(
        String jobId, String tenant, String model, String baseModel, Instant createdAt, EvaluationState state) {

    public Evaluation {
        requireNonNull(jobId, "jobId");
        requireNonNull(tenant, "tenant");
        requireNonNull(model, "model");
        requireNonNull(baseModel, "baseModel");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(state, "state");
    }

    public Evaluation evaluated(Comparison comparison) {
        return changed(new Evaluated(comparison));
    }

    public Evaluation failed(Failure failure) {
        return changed(new Failed(failure));
    }

    private Evaluation changed(EvaluationState next) {
        if (!(state instanceof Queued)) {
            throw new IllegalStateException("the evaluation of " + jobId + " has ended and cannot change");
        }
        return new Evaluation(jobId, tenant, model, baseModel, createdAt, next);
    }
}
