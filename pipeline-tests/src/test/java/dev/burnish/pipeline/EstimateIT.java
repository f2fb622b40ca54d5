package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.models.finetuning.jobs.FineTuningJob;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Topics;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateIT {
    private static final Stack STACK = Stack.shared();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void saysBeforehandWhatTheJobThenTakesAndLeavesNoJob() throws Exception {
        String file = STACK.upload(Tickets.some(60)).id();
        List<String> before = jobs();

        JsonNode estimate = JSON.readTree(ask(file).body());

        assertThat(estimate.path("allowed_to_proceed").booleanValue())
                .as(estimate.toString())
                .isTrue();
        assertThat(jobs()).isEqualTo(before);

        FineTuningJob job = STACK.awaitEnd(STACK.createJob(file, "estimate", 2).id());
        assertThat(job.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(estimate.at("/tokens/trained").longValue())
                .isEqualTo(job.trainedTokens().orElseThrow());
        assertThat(estimate.at("/training/n_epochs").intValue()).isEqualTo(2);
        DatasetFormatted formatted = (DatasetFormatted)
                STACK.events(Topics.DATASET_FORMATTED, job.id()).getFirst();
        assertThat(estimate.at("/training/batch_size").intValue())
                .isEqualTo(formatted.plan().batchSize());
        assertThat(estimate.at("/training/learning_rate_multiplier").doubleValue())
                .isEqualTo(formatted.plan().learningRateMultiplier());
        assertThat(estimate.at("/examples/training").intValue())
                .isEqualTo(formatted.summary().trainingExamples());
        assertThat(estimate.at("/examples/validation").intValue())
                .isEqualTo(formatted.summary().validationExamples());
        assertThat(estimate.at("/tokens/learned").longValue())
                .isEqualTo(formatted.summary().learnedTokens());
        assertThat(estimate.at("/training/steps").intValue())
                .isEqualTo(((JobProgressed)
                                STACK.events(Topics.JOB_PROGRESSED, job.id()).getLast())
                        .step());
        assertThat(estimate.at("/training/memory/0/least").longValue()).isPositive();

        // Now a training of this model has told how fast the device is.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(JSON.readTree(ask(file).body())
                                .at("/training/seconds")
                                .doubleValue())
                        .isPositive());
    }

    @Test
    void saysThatFormattingIsAwayUntilItIsBack() {
        String file = STACK.upload(Tickets.some(12)).id();
        STACK.stop("formatting");

        HttpResponse<String> away = ask(file);

        assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).contains("5");
        assertThat(away.body()).contains("server_error", "formatting service");
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> ask(file).statusCode() == 200);
    }

    private static HttpResponse<String> ask(String file) {
        return STACK.post("/v1/fine_tuning/jobs/estimate", """
                {"model": "burnish-tiny", "training_file": "%s", "suffix": "estimate", "seed": 7,
                 "method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2}}}}""".formatted(file));
    }

    private static List<String> jobs() {
        return STACK.client().fineTuning().jobs().list().autoPager().stream()
                .map(FineTuningJob::id)
                .toList();
    }
}
