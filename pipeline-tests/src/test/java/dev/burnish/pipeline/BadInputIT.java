package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.files.FileObject;
import com.openai.models.finetuning.jobs.FineTuningJob;
import dev.burnish.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BadInputIT {
    private static final Stack STACK = Stack.shared();

    @Test
    void refusesAFileOfNoFormat() {
        assertThatThrownBy(() -> STACK.upload("Once upon a time\n"))
                .isInstanceOfSatisfying(BadRequestException.class, error -> {
                    assertThat(error.type()).contains("invalid_request_error");
                    assertThat(error.getMessage()).contains("Line 1").contains("JSON");
                });
    }

    @Test
    void refusesAnEmptyFile() {
        assertThatThrownBy(() -> STACK.upload(""))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        error -> assertThat(error.getMessage()).contains("empty"));
    }

    @Test
    void namesTheBrokenLine() {
        List<String> lines = new ArrayList<>(Tickets.some(200).lines().toList());
        lines.set(172, "{\"messages\": [{\"role\": \"user\", \"content\": \"Where is my parcel?\"");

        FineTuningJob.Error error = failureOf(String.join("\n", lines));

        assertThat(error.code()).isEqualTo("invalid_training_file");
        assertThat(error.message()).contains("173");
        assertThat(error.param()).contains("training_file");
    }

    @Test
    void saysHowManyExamplesAreTooFew() {
        FineTuningJob.Error error = failureOf(Tickets.some(3));

        assertThat(error.code()).isEqualTo("invalid_n_examples");
        assertThat(error.message()).contains("3").contains("at least 10");
    }

    @Test
    void refusesAModelThatItDoesNotKnowAndNamesThoseItDoes() {
        FileObject file = STACK.upload(Tickets.some(12));

        assertThatThrownBy(() -> STACK.createJob(file.id(), "gpt-nothing", "x", 1))
                .isInstanceOfSatisfying(OpenAIServiceException.class, error -> {
                    assertThat(error.statusCode()).isBetween(400, 404);
                    assertThat(error.param()).contains("model");
                    assertThat(error.getMessage()).contains("burnish-tiny");
                });
    }

    @Test
    void answers401WithoutAKeyAndWithAWrongOne() {
        assertThatThrownBy(() -> STACK.client("sk-burnish-wrong").models().list())
                .isInstanceOfSatisfying(
                        UnauthorizedException.class,
                        error -> assertThat(error.code()).contains("invalid_api_key"));
        for (String path : List.of("/v1/files", "/v1/fine_tuning/jobs", "/v1/models", "/v1/evaluations")) {
            assertThat(STACK.statusWithoutKey(path)).as(path).isEqualTo(401);
        }
    }

    @Test
    void doesNotKnowAModelThatWasNeverTrained() {
        assertThatThrownBy(() -> STACK.client().models().retrieve("ft:burnish-tiny:local:none:00000000"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void putsRecordsThatCannotBeReadIntoTheDeadLettersAndGoesOn() {
        Map<String, String> readers = Map.of(
                Topics.DATASET_SUBMITTED, "formatting",
                Topics.DATASET_FORMATTED, "training",
                Topics.JOB_TRAINED, "evaluation",
                Topics.JOB_EVALUATED, "deployment",
                Topics.MODEL_DEPLOYED, "ingestion");
        readers.keySet().forEach(topic -> STACK.publishRaw(topic, "ftjob-unreadable", "no event of " + topic));

        FineTuningJob after = STACK.awaitEnd(
                STACK.createJob(STACK.upload(Tickets.some(40)).id(), "after", 1).id());

        assertThat(after.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        readers.forEach((topic, reader) -> await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(STACK.values(Topics.deadLetters(reader))).contains("no event of " + topic)));
    }

    private static FineTuningJob.Error failureOf(String jsonl) {
        FineTuningJob job = STACK.awaitEnd(
                STACK.createJob(STACK.upload(jsonl).id(), "bad", 1).id());
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.FAILED);
        assertThat(job.fineTunedModel()).isEmpty();
        return job.error().orElseThrow();
    }
}
