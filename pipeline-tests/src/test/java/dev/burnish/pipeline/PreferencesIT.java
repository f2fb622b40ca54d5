package dev.burnish.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.methods.DpoHyperparameters;
import com.openai.models.finetuning.methods.DpoMethod;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.PreferenceScores;
import dev.burnish.contracts.Topics;
import org.junit.jupiter.api.Test;

class PreferencesIT {
    private static final Stack STACK = Stack.shared();

    @Test
    void aModelTunedOnPreferencesRanksHeldOutPairsBetterThanItsBase() {
        FineTuningJob created = createJob(STACK.upload(Tickets.preferences(60)).id());
        assertThat(created.method().orElseThrow().type()).isEqualTo(FineTuningJob.Method.Type.DPO);

        FineTuningJob job = STACK.awaitEnd(created.id());

        assertThat(job.error()).isEmpty();
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        JobEvaluated evaluated =
                (JobEvaluated) STACK.events(Topics.JOB_EVALUATED, job.id()).getFirst();
        PreferenceScores base = requireNonNull(evaluated.base().preferences());
        PreferenceScores tuned = requireNonNull(evaluated.tuned().preferences());
        assertThat(tuned.accuracy()).isGreaterThan(base.accuracy());
        assertThat(tuned.loss()).isLessThan(base.loss());
    }

    @Test
    void aJobOfOneMethodTellsWhatToDoWithRowsOfTheOther() {
        FineTuningJob supervised = STACK.awaitEnd(
                STACK.createJob(STACK.upload(Tickets.preferences(12)).id(), "x", 1)
                        .id());
        assertThat(supervised.error().orElseThrow().code()).isEqualTo("invalid_training_file");
        assertThat(supervised.error().orElseThrow().message()).contains("Create it with the method \"dpo\"");

        FineTuningJob dpo =
                STACK.awaitEnd(createJob(STACK.upload(Tickets.some(12)).id()).id());
        assertThat(dpo.error().orElseThrow().code()).isEqualTo("invalid_training_file");
        assertThat(dpo.error().orElseThrow().message()).contains("Create it with the method \"supervised\"");
    }

    private static FineTuningJob createJob(String file) {
        DpoHyperparameters hyperparameters = DpoHyperparameters.builder()
                .nEpochs(6)
                .batchSize(6)
                .learningRateMultiplier(10)
                .beta(0.1)
                .build();
        return STACK.client()
                .fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .model("burnish-tiny")
                        .trainingFile(file)
                        .suffix("preferences")
                        .seed(7)
                        .method(JobCreateParams.Method.builder()
                                .type(JobCreateParams.Method.Type.DPO)
                                .dpo(DpoMethod.builder()
                                        .hyperparameters(hyperparameters)
                                        .build())
                                .build())
                        .build());
    }
}
