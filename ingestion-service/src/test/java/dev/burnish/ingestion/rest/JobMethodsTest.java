package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class JobMethodsTest {
    @Test
    void keepsAndAnnouncesAPreferenceJobWithEveryOptionOfTheAdapter() throws Exception {
        JsonPath job = JobRequests.create(acme(), """
                        {"model": "burnish-tiny", "training_file": "%s",
                         "method": {"type": "dpo", "dpo": {"hyperparameters": {"n_epochs": 2, "beta": 0.2}}},
                         "burnish": {"lora": {"target_modules": ["v_proj", "q_proj"], "use_rslora": true, "use_dora": true, "lora_plus_ratio": 16},
                                     "schedule": {"lr_scheduler_type": "cosine", "warmup_ratio": 0.25}}}
                        """.formatted(Api.uploadTrainingFile(acme())))
                .jsonPath();
        String id = job.getString("id");

        for (JsonPath shown :
                List.of(job, acme().get("/v1/fine_tuning/jobs/" + id).jsonPath())) {
            assertThat(shown.getMap("method"))
                    .isEqualTo(Map.of(
                            "type",
                            "dpo",
                            "dpo",
                            Map.of(
                                    "hyperparameters",
                                    Map.of(
                                            "n_epochs",
                                            2,
                                            "batch_size",
                                            "auto",
                                            "learning_rate_multiplier",
                                            "auto",
                                            "beta",
                                            0.2f))));
            assertThat(shown.getMap("hyperparameters"))
                    .doesNotContainKey("beta")
                    .containsEntry("n_epochs", 2);
            assertThat(shown.getMap("burnish.lora"))
                    .containsEntry("target_modules", List.of("q_proj", "v_proj"))
                    .containsEntry("use_rslora", true)
                    .containsEntry("use_dora", true)
                    .containsEntry("lora_plus_ratio", 16.0f);
            assertThat(shown.getMap("burnish.schedule"))
                    .containsEntry("lr_scheduler_type", "cosine")
                    .containsEntry("warmup_ratio", 0.25f);
        }

        try (TestTopics topics = new TestTopics()) {
            FineTuningJob told = ((DatasetSubmitted)
                            topics.await(Topics.DATASET_SUBMITTED, id).event())
                    .job();
            assertThat(told.method()).isEqualTo(Method.DPO);
            assertThat(told.hyperparameters()).isEqualTo(new Hyperparameters(2, null, null, 0.2));
            assertThat(told.lora()).isEqualTo(new Lora(16, 32, 0, List.of("q_proj", "v_proj"), true, true, 16));
            assertThat(told.schedule()).isEqualTo(new Schedule(Schedule.Decay.COSINE, 0.25));
        }
    }

    @Test
    void takesADpoJobWithNothingButItsMethod() {
        JsonPath job = JobRequests.create(
                        acme(),
                        "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\",\"method\":{\"type\":\"dpo\"}}"
                                .formatted(Api.uploadTrainingFile(acme())))
                .jsonPath();

        assertThat(job.getString("method.dpo.hyperparameters.beta")).isEqualTo("auto");
    }

    @Test
    void takesTheDeprecatedHyperparameters() {
        JsonPath job = JobRequests.create(
                        acme(),
                        "{\"model\":\"burnish-tiny\",\"training_file\":\"%s\",\"hyperparameters\":{\"n_epochs\":2}}"
                                .formatted(Api.uploadTrainingFile(acme())))
                .jsonPath();

        assertThat(job.getInt("hyperparameters.n_epochs")).isEqualTo(2);
    }
}
