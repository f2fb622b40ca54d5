package dev.burnish.formatting.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.Forecast.MemoryNeed;
import dev.burnish.formatting.domain.TrainingSpeeds;
import dev.burnish.kit.models.BaseModels;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Needs no libtorch: none is on the class path of this service. */
class LlmTrainingForecastsTest {
    private static final Path MODELS =
            Path.of(System.getProperty("burnish.home")).resolve("examples/models");
    private static final TrainingPlan PLAN = new TrainingPlan(3, 4, 1.0);

    private Optional<TrainingSpeeds.Speed> speed = Optional.empty();
    private final LlmTrainingForecasts forecasts =
            new LlmTrainingForecasts(new BaseModels(MODELS), new TrainingSpeeds() {
                @Override
                public void add(String jobId, String baseModel, double operationsPerSecond) {
                    throw new UnsupportedOperationException("forecasting measures nothing");
                }

                @Override
                public Optional<Speed> recent(String baseModel) {
                    return speed;
                }
            });

    @Test
    void tellsStepsAndFirstBatchOfAnyModel() {
        Forecast forecast = forecasts.of(job("gpt-x", Method.SUPERVISED, 16), PLAN, 10, 500, 80);

        assertThat(forecast.steps()).isEqualTo(9);
        assertThat(forecast.firstBatch())
                .hasSize(4)
                .doesNotHaveDuplicates()
                .allMatch(place -> place >= 0 && place < 10);
        assertThat(forecast.trainedTokens()).isEqualTo(1500);
        assertThat(forecast.model()).isNull();
        assertThat(forecasts.operations(job("gpt-x", Method.SUPERVISED, 16), 1500))
                .isEmpty();
    }

    @Test
    void tellsWhatTheModelNeeds() {
        Forecast.ModelNeeds needs = needs(job("burnish-tiny", Method.SUPERVISED, 16));

        // 4 layers of (4 · 256² + 3 · 256 · 704) and 4096 · 256 tied, with norms.
        assertThat(needs.parameters()).isEqualTo(4L * (4 * 256 * 256 + 3 * 256 * 704 + 2 * 256) + 4096 * 256 + 256);
        assertThat(needs.trainedParameters()).isEqualTo(4L * 16 * (4 * 512 + 3 * 960));
        assertThat(needs.operations()).isBetween(4.0 * 1500 * 4_000_000, 4.0 * 1500 * 5_000_000);
        assertThat(needs.memory()).extracting(MemoryNeed::precision).containsExactly("bf16", "fp32");
        assertThat(needs.memory()).allMatch(need -> need.least() < need.fastest());
        assertThat(needs.time()).isNull();
    }

    @Test
    void takesHalfAsMuchAgainForPairsAndMoreForALargerAdapter() {
        double answers = needs(job("burnish-tiny", Method.SUPERVISED, 16)).operations();

        assertThat(needs(job("burnish-tiny", Method.DPO, 16)).operations()).isEqualTo(1.5 * answers);
        assertThat(needs(job("burnish-tiny", Method.SUPERVISED, 64)).operations())
                .isGreaterThan(answers);
    }

    @Test
    void tellsTheTimeAtTheSpeedOfBefore() {
        FineTuningJob job = job("burnish-tiny", Method.SUPERVISED, 16);
        double operations = forecasts.operations(job, 1500).orElseThrow();
        speed = Optional.of(new TrainingSpeeds.Speed(operations / 20, 3));

        Forecast.TimeNeed time = requireNonNull(needs(job).time());

        assertThat(time.seconds()).isEqualTo(20);
        assertThat(time.measured()).isEqualTo(3);
    }

    private Forecast.ModelNeeds needs(FineTuningJob job) {
        return requireNonNull(forecasts.of(job, PLAN, 10, 500, 80).model());
    }

    private static FineTuningJob job(String model, Method method, int rank) {
        return new FineTuningJob(
                "ftjob-1",
                "acme",
                model,
                "ft:x:acme::1",
                7,
                Hyperparameters.AUTO,
                new Lora(rank, 32, 0),
                method,
                Schedule.DEFAULT);
    }
}
