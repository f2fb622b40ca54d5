package dev.burnish.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.finetuning.jobs.FineTuningJob;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.ModelDeployed;
import dev.burnish.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class KilledTrainerIT {
    private static final Stack STACK = Stack.shared();
    private static final int EPOCHS = 4;

    @Test
    void aJobWhoseTrainerIsStoppedAndThenKilledGoesOnAndEndsInTheSameAdapter() {
        String file = STACK.upload(Tickets.some(80)).id();
        FineTuningJob whole = STACK.createJob(file, "whole", EPOCHS);
        assertThat(STACK.awaitEnd(whole.id()).status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);

        FineTuningJob created = STACK.createJob(file, "killed", EPOCHS);
        awaitProgress(created, progressed -> progressed.step() > 0);
        long stopped = STACK.stop("training");

        awaitProgress(created, progressed -> progressed.resumedFrom() != null);
        awaitProgress(created, progressed -> progressed.epoch() > 1);
        assertThat(STACK.events(Topics.JOB_TRAINED, created.id())).isEmpty();
        long killed = STACK.kill("training");

        FineTuningJob job = STACK.awaitEnd(created.id());
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(STACK.pid("training")).isNotEqualTo(killed);
        assertThat(killed).isNotEqualTo(stopped);
        List<Integer> steps =
                progress(created).stream().map(JobProgressed::step).toList();
        assertThat(steps).startsWith(0).isSorted().doesNotHaveDuplicates();
        assertThat(progress(created).stream().map(JobProgressed::resumedFrom).filter(Objects::nonNull))
                .hasSize(2)
                .allSatisfy(step -> assertThat(step).isPositive());
        assertThat(requireNonNull(trained(created).adapter()).weights().sha256())
                .isEqualTo(requireNonNull(trained(whole).adapter()).weights().sha256());
        assertThat(trained(created).metrics().sha256())
                .isEqualTo(trained(whole).metrics().sha256());
        assertThat(requireNonNull(trained(created).adapter()).weights().key()).contains("/attempts/3/");
        assertThat(STACK.events(Topics.MODEL_DEPLOYED, created.id()))
                .singleElement()
                .isInstanceOf(ModelDeployed.class);
    }

    /** Waits until training has told so. */
    private static void awaitProgress(FineTuningJob job, Predicate<JobProgressed> wanted) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> progress(job).stream().anyMatch(wanted));
    }

    private static List<JobProgressed> progress(FineTuningJob job) {
        return STACK.events(Topics.JOB_PROGRESSED, job.id()).stream()
                .map(JobProgressed.class::cast)
                .toList();
    }

    private static JobTrained trained(FineTuningJob job) {
        List<Event> events = STACK.events(Topics.JOB_TRAINED, job.id());
        assertThat(events).hasSize(1);
        return (JobTrained) events.getFirst();
    }
}
