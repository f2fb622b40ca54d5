package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.finetuning.jobs.FineTuningJob;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.ModelDeployed;
import dev.burnish.contracts.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KilledTrainerIT {
    private static final Stack STACK = Stack.shared();

    @Test
    void aJobWhoseTrainerIsKilledInMidRunStillSucceeds() {
        FineTuningJob created = STACK.createJob(STACK.upload(Tickets.some(120)).id(), "killed", 4);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> STACK.events(Topics.JOB_PROGRESSED, created.id()).stream()
                        .anyMatch(event -> event instanceof JobProgressed progress && progress.step() > 0));
        assertThat(STACK.events(Topics.JOB_TRAINED, created.id())).isEmpty();

        long killed = STACK.kill("training");

        FineTuningJob job = STACK.awaitEnd(created.id());
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(STACK.pid("training")).isNotEqualTo(killed);
        assertThat(STACK.events(Topics.JOB_TRAINED, created.id()))
                .singleElement()
                .isInstanceOf(JobTrained.class);
        assertThat(STACK.events(Topics.MODEL_DEPLOYED, created.id()))
                .singleElement()
                .isInstanceOf(ModelDeployed.class);
    }
}
