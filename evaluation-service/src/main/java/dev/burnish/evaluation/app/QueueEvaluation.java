package dev.burnish.evaluation.app;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.EvaluationQueue;
import dev.burnish.evaluation.domain.EvaluationState.Queued;
import dev.burnish.evaluation.domain.Evaluations;
import jakarta.enterprise.context.ApplicationScoped;

/** An adapter is trained: its comparison with the base model waits for a worker. */
@ApplicationScoped
public class QueueEvaluation {
    private final Evaluations evaluations;
    private final EvaluationQueue queue;

    public QueueEvaluation(Evaluations evaluations, EvaluationQueue queue) {
        this.evaluations = evaluations;
        this.queue = queue;
    }

    /** @param jobTrained becomes the payload of the work as it stands */
    public void queue(Envelope jobTrained, FineTuningJob job) {
        Evaluation evaluation = new Evaluation(
                job.id(), job.tenant(), job.fineTunedModel(), job.baseModel(), jobTrained.time(), new Queued());
        if (evaluations.add(evaluation)) {
            queue.enqueue(job.id(), job.tenant(), CloudEvents.write(jobTrained));
        }
    }
}
