package dev.burnish.ingestion.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pipeline says about a job. */
public sealed interface Fact {
    /**
     * The job's files were looked through.
     *
     * @param errors kinds of findings that keep them from training
     * @param warnings kinds of other findings
     * @param score of the examples in the mean, 0 to 100; null if there are none
     */
    record Reported(int errors, int warnings, @Nullable Integer score) implements Fact {}

    /**
     * @param plan every hyperparameter as a number
     * @param readings how files were read that are not in OpenAI's own format
     */
    record FilesValidated(Hyperparameters plan, List<String> readings) implements Fact {
        public FilesValidated {
            readings = List.copyOf(readings);
        }
    }

    /** A training step was done; step 0 says that training has begun. */
    record StepDone(TrainingStep step) implements Fact {}

    /**
     * @param metrics the figures of every step, CSV
     * @param checkpoints of the last epochs, by step
     */
    record Trained(long trainedTokens, StoredFile metrics, List<Checkpoint> checkpoints) implements Fact {}

    /** @param examples how many both models answered */
    record Evaluated(int examples, Scores base, Scores tuned) implements Fact {}

    /** The tuned model serves requests. */
    record Deployed() implements Fact {}

    /** The model went out of service for another after the job had succeeded. */
    record RolledBack(String restored, String reason) implements Fact {}

    /** The files are no good, or a later stage ended the job. */
    record Failed(JobError error) implements Fact {}

    /** @param step the last one done */
    record Cancelled(int step) implements Fact {}

    /**
     * The job waits for its user.
     *
     * @param step the last one done
     */
    record Paused(int step) implements Fact {}

    /**
     * @param loss per learned token, in nats; null where a provider answers, who does not tell it
     * @param exactMatch share of right answers, 0 to 1
     * @param pairAccuracy in a dpo job, share of pairs ranked as wished, 0 to 1; else null
     */
    record Scores(
            @Nullable Double loss,
            double exactMatch,
            @Nullable Double pairAccuracy) {}
}
