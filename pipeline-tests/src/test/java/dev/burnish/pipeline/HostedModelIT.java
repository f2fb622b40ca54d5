package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.models.Model;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model whose provider is a Burnish: here the very stack that asks, so that its job begets another one. */
class HostedModelIT {
    private static final Stack STACK = Stack.shared();

    @Test
    void aHostedModelIsTrainedEvaluatedAndServedByItsProvider() throws Exception {
        STACK.host("hosted-tiny", "burnish-tiny");
        String file = STACK.upload(Tickets.some(80)).id();

        FineTuningJob created = STACK.createJob(file, "hosted-tiny", "hosted", 2);
        FineTuningJob job = STACK.awaitEnd(created.id());

        assertThat(job.error()).isEmpty();
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        JobTrained trained =
                (JobTrained) STACK.events(Topics.JOB_TRAINED, job.id()).getFirst();
        assertThat(trained.adapter()).isNull();
        assertThat(trained.hostedModel()).startsWith("ft:burnish-tiny:local:hosted:");
        assertThat(STACK.events(Topics.JOB_PROGRESSED, job.id()))
                .extracting(event -> ((JobProgressed) event).step())
                .contains(0)
                .doesNotHaveDuplicates()
                .isSorted();
        JobEvaluated evaluated =
                (JobEvaluated) STACK.events(Topics.JOB_EVALUATED, job.id()).getFirst();
        assertThat(evaluated.tuned().loss()).isNull();
        assertThat(evaluated.tuned().exactMatch()).isBetween(0.0, 1.0);

        String model = job.fineTunedModel().orElseThrow();
        List<String> listed =
                STACK.client().models().list().data().stream().map(Model::id).toList();
        assertThat(listed).contains(model, trained.hostedModel());
        assertThat(STACK.ask(model, 48)).isEqualTo(STACK.ask(String.valueOf(trained.hostedModel()), 48));
    }
}
