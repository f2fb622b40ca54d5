package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.checkpoints.FineTuningJobCheckpoint;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OpenAI's client pauses a job and has it go on, and asks the model of an epoch. */
class PausedJobIT {
    private static final Stack STACK = Stack.shared();

    @Test
    void aPausedJobLetsAnotherTrainAndThenGoesOn() {
        String file = STACK.upload(Tickets.some(80)).id();
        FineTuningJob created = STACK.createJob(file, "paused", 3);
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> STACK.events(Topics.JOB_PROGRESSED, created.id()).stream()
                        .anyMatch(event -> event instanceof JobProgressed progressed && progressed.step() > 0));

        STACK.client().fineTuning().jobs().pause(created.id());
        awaitStatus(created, "paused");
        FineTuningJob other = STACK.awaitEnd(STACK.createJob(file, "other", 1).id());
        assertThat(other.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(status(created)).isEqualTo("paused");

        STACK.client().fineTuning().jobs().resume(created.id());
        FineTuningJob job = STACK.awaitEnd(created.id());
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(STACK.events(Topics.JOB_PROGRESSED, created.id()))
                .extracting(event -> ((JobProgressed) event).step())
                .doesNotHaveDuplicates()
                .isSorted();

        List<FineTuningJobCheckpoint> checkpoints =
                STACK.client().fineTuning().jobs().checkpoints().list(job.id()).data();
        assertThat(checkpoints).hasSize(3);
        assertThat(checkpoints.getFirst().metrics().fullValidLoss().orElseThrow())
                .isPositive();
        assertThat(STACK.ask(checkpoints.getLast().fineTunedModelCheckpoint(), 48))
                .isNotEmpty();
    }

    private static void awaitStatus(FineTuningJob job, String status) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(status(job)).isEqualTo(status));
    }

    private static String status(FineTuningJob job) {
        return STACK.client().fineTuning().jobs().retrieve(job.id()).status().asString();
    }
}
