package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.FineTuningJobEvent;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.jobs.JobListEventsParams;
import com.openai.models.finetuning.jobs.JobListParams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls for jobs that need no finished training, with the unmodified OpenAI client; {@link PausedJobIT} pauses, resumes and asks for checkpoints. */
class OpenAiJobsIT {
    private static final Stack STACK = Stack.shared();
    private final OpenAIClient client = STACK.client();

    @Test
    void listsJobsPageByPageNewestFirst() {
        String file = STACK.upload(Tickets.some(3)).id();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(create(file, "pages").id());
        }
        Collections.reverse(made);

        assertThat(client
                        .fineTuning()
                        .jobs()
                        .list(JobListParams.builder()
                                .limit(2)
                                .metadata(JobListParams.Metadata.builder()
                                        .putAdditionalProperty("run", "pages")
                                        .build())
                                .build())
                        .autoPager()
                        .stream()
                        .map(FineTuningJob::id))
                .isEqualTo(made);
        assertThat(client.fineTuning()
                        .jobs()
                        .list(JobListParams.builder().limit(1).build())
                        .data())
                .hasSize(1);
    }

    @Test
    void cancelsAJobOnce() {
        FineTuningJob created = STACK.createJob(STACK.upload(Tickets.some(200)).id(), "cancelled", 50);

        assertThat(client.fineTuning().jobs().cancel(created.id()).id()).isEqualTo(created.id());

        FineTuningJob job = STACK.awaitEnd(created.id());
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.CANCELLED);
        assertThat(job.fineTunedModel()).isEmpty();
        assertThat(client
                        .fineTuning()
                        .jobs()
                        .listEvents(JobListEventsParams.builder()
                                .fineTuningJobId(job.id())
                                .limit(1)
                                .build())
                        .autoPager()
                        .stream()
                        .map(FineTuningJobEvent::message))
                .contains("Created fine-tuning job: " + job.id())
                .doesNotHaveDuplicates();
        assertThat(client.fineTuning().jobs().checkpoints().list(job.id()).data())
                .isEmpty();
        assertThatThrownBy(() -> client.fineTuning().jobs().cancel(job.id()))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        error -> assertThat(error.code()).contains("job_not_cancellable"));
        assertThatThrownBy(() -> client.fineTuning().jobs().pause(job.id())).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> client.fineTuning().jobs().resume(job.id())).isInstanceOf(BadRequestException.class);
    }

    @Test
    void raisesTheClientsOwnErrors() {
        String none = "ftjob-" + "0".repeat(32);
        assertThatThrownBy(() -> client.fineTuning().jobs().retrieve(none)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.fineTuning().jobs().cancel(none)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.fineTuning().jobs().pause(none)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.fineTuning().jobs().resume(none)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.fineTuning().jobs().listEvents(none)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.fineTuning().jobs().checkpoints().list(none))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> create("file-none", "errors"))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        error -> assertThat(error.code()).contains("file_not_found"));

        String file = STACK.upload(Tickets.some(3)).id();
        assertThatThrownBy(() -> client.fineTuning()
                        .jobs()
                        .create(request(file, "errors")
                                .putAdditionalBodyProperty("sufix", JsonValue.from("x"))
                                .build()))
                .isInstanceOfSatisfying(BadRequestException.class, error -> {
                    assertThat(error.code()).contains("unknown_parameter");
                    assertThat(error.param()).contains("sufix");
                });
    }

    @Test
    void makesOneJobOfARequestThatComesAgainAndNoneOfAnotherWithItsKey() {
        String file = STACK.upload(Tickets.some(3)).id();
        String key = "key-of-" + file;

        FineTuningJob first = createWithKey(file, "once", key);

        assertThat(createWithKey(file, "once", key).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> createWithKey(file, "twice", key)).isInstanceOf(UnprocessableEntityException.class);
    }

    private FineTuningJob createWithKey(String file, String run, String key) {
        return client.fineTuning()
                .jobs()
                .create(request(file, run)
                        .putAdditionalHeader("Idempotency-Key", key)
                        .build());
    }

    private FineTuningJob create(String file, String run) {
        return client.fineTuning().jobs().create(request(file, run).build());
    }

    private static JobCreateParams.Builder request(String file, String run) {
        return JobCreateParams.builder()
                .model("burnish-tiny")
                .trainingFile(file)
                .metadata(JobCreateParams.Metadata.builder()
                        .putAdditionalProperty("run", JsonValue.from(run))
                        .build());
    }
}
