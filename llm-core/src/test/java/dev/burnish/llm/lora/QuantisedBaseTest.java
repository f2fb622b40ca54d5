package dev.burnish.llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.Losses;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds training over a base model in 4 and 8 bits to torch's autograd over the matrices that those bits mean. */
@ExtendWith(EngineThread.class)
class QuantisedBaseTest {
    @ParameterizedTest
    @EnumSource(names = {"INT8", "NF4"})
    void computesTheLossAndGradientsOfAutograd(Quantisation quantisation) throws Exception {
        JsonNode values = GoldenModel.values("quantised.json");
        EncodedExample example = GoldenModel.example(values, 1);
        try (BaseModel model = BaseModel.loadToTrainOver(GoldenModel.WIDE.directory(), Precision.FP32, quantisation);
                LoraAdapter adapter = LoraAdapter.load(GoldenModel.WIDE.adapter(), model)) {
            assertThat(Losses.evaluate(model, adapter, List.of(example)).meanLoss())
                    .isCloseTo(values.get(prefix(quantisation) + "loss").doubleValue(), within(1e-5));
            MicroBatch batch = MicroBatch.of(List.of(example));
            Map<String, float[]> gradients = AdapterGradients.of(
                    model,
                    adapter,
                    adapted -> new TrainingKernels().step(adapted, batch, new StepSettings(0, 0, 0, 0)));
            AdapterGradients.requireClose(
                    gradients,
                    GoldenModel.arrays("quantised.safetensors"),
                    prefix(quantisation) + "gradient.",
                    example.learnedTokens());
        }
    }

    private static String prefix(Quantisation quantisation) {
        return quantisation.name().toLowerCase(Locale.ROOT) + ".";
    }
}
