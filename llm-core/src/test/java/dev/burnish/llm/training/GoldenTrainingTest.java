package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.LearningRate.Decay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds training to the losses of torch's AdamW over PEFT's adapter. */
@ExtendWith(EngineThread.class)
class GoldenTrainingTest {

    private static final Percentage CLOSE = Percentage.withPercentage(0.01);

    @ParameterizedTest
    @CsvSource({"4096,2", "40,0"})
    void learnsAlongTheCurveOfTorch(int microBatchTokens, int keptLayers) throws Exception {
        JsonNode curve = GoldenModel.values("curve.json");
        List<EncodedExample> examples = new ArrayList<>();
        for (JsonNode example : curve.get("examples")) {
            examples.add(GoldenModel.example(example, examples.size() + 1));
        }
        LearningRate schedule = new LearningRate(0.01, 0.1, Decay.LINEAR);
        int steps = curve.get("losses").size();
        MemoryPlan plan = new MemoryPlan(microBatchTokens, keptLayers);
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(GoldenModel.GROUPED.adapter(), model);
                AdapterTrainer trainer = new AdapterTrainer(model, adapter, OptimizerSettings.ofAdapter(1.0), plan)) {
            for (int step = 1; step <= steps; step++) {
                List<EncodedExample> batch = Arrays.stream(
                                GoldenModel.integers(curve.get("batches").get(step - 1)))
                        .mapToObj(examples::get)
                        .toList();
                double rate = curve.get("learningRates").get(step - 1).doubleValue();
                assertThat(schedule.at(step, steps)).isCloseTo(rate, within(1e-12));
                StepReport report = trainer.step(batch, rate, 1);
                assertThat(report.loss())
                        .as("loss of step %d", step)
                        .isCloseTo(curve.get("losses").get(step - 1).doubleValue(), CLOSE);
                assertThat(report.gradientNorm())
                        .as("gradient norm of step %d", step)
                        .isCloseTo(curve.get("gradientNorms").get(step - 1).doubleValue(), CLOSE);
            }
        }
    }
}
