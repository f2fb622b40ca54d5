package dev.burnish.llm.lora;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.Closeness;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.PreferenceBatch;
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.Losses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds adapters to what PEFT computes. */
@ExtendWith(EngineThread.class)
class GoldenAdapterTest {

    private static final StepSettings KEEP_ALL = new StepSettings(0, 0, 2, 0.1);

    @ParameterizedTest
    @CsvSource({
        "grouped,adapter",
        "grouped,adapter-rslora",
        "grouped,adapter-dora",
        "tied,adapter",
        "mistral,adapter",
        "qwen2,adapter-dora",
        "qwen3,adapter",
        "biased,adapter-dora",
    })
    void computesWhatPeftDoes(String name, String adapterName) throws Exception {
        GoldenModel golden = new GoldenModel(name);
        EncodedExample example = golden.example();
        Map<String, float[]> values = golden.arrays();
        float[] logits = requireNonNull(values.get(adapterName + ".logits"));
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(golden.directory().resolve(adapterName), model)) {
            Closeness.requireWithin(logits(model, adapter, example), logits, 1e-4f);
            assertThat(Losses.evaluate(model, adapter, List.of(example)).meanLoss())
                    .isCloseTo(golden.values().get(adapterName + ".loss").doubleValue(), within(1e-5));
            MicroBatch batch = MicroBatch.of(List.of(example));
            for (int keptLayers = 0; keptLayers <= 2; keptLayers++) {
                StepSettings settings = new StepSettings(0, 0, keptLayers, 0);
                Map<String, float[]> gradients = AdapterGradients.of(
                        model, adapter, adapted -> new TrainingKernels().step(adapted, batch, settings));
                AdapterGradients.requireClose(gradients, values, adapterName + ".gradient.", example.learnedTokens());
            }
        }
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.BF16);
                LoraAdapter adapter =
                        LoraAdapter.load(golden.directory().resolve(adapterName), model, Precision.BF16)) {
            assertThat(Closeness.relativeDistance(logits(model, adapter, example), logits))
                    .isLessThan(2e-2);
        }
    }

    @Test
    void computesThePreferenceLossAndItsGradients() throws Exception {
        JsonNode values = GoldenModel.values("preferences.json");
        List<EncodedExample> sequences = new ArrayList<>();
        List<Double> reference = new ArrayList<>();
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(GoldenModel.GROUPED.adapter(), model)) {
            for (JsonNode pair : values.get("pairs")) {
                for (String side : List.of("chosen", "rejected")) {
                    EncodedExample sequence = answer(pair, side);
                    sequences.add(sequence);
                    reference.add(
                            -Losses.evaluate(model, null, List.of(sequence)).negativeLogLikelihood());
                    assertThat(reference.getLast())
                            .isCloseTo(pair.get("reference").get(side).doubleValue(), within(1e-4));
                    assertThat(-Losses.evaluate(model, adapter, List.of(sequence))
                                    .negativeLogLikelihood())
                            .isCloseTo(pair.get("policy").get(side).doubleValue(), within(1e-4));
                }
            }
            PreferenceBatch batch = new PreferenceBatch(
                    MicroBatch.of(sequences),
                    reference.stream().mapToDouble(Double::doubleValue).toArray());
            List<LossSums> sums = new ArrayList<>();
            Map<String, float[]> gradients = AdapterGradients.of(
                    model,
                    adapter,
                    adapted -> sums.add(new TrainingKernels().preferenceStep(adapted, batch, KEEP_ALL)));
            assertThat(sums.getFirst().loss() / 2).isCloseTo(values.get("loss").doubleValue(), within(1e-5));
            AdapterGradients.requireClose(gradients, GoldenModel.arrays("preferences.safetensors"), "", 2);
        }
    }

    private static EncodedExample answer(JsonNode pair, String side) {
        int[] prompt = GoldenModel.integers(pair.get("prompt"));
        int[] answer = GoldenModel.integers(pair.get(side));
        int[] tokens = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, tokens, prompt.length, answer.length);
        boolean[] learned = new boolean[tokens.length];
        Arrays.fill(learned, prompt.length, tokens.length, true);
        return new EncodedExample(tokens, learned, 1);
    }

    private static float[] logits(BaseModel model, LoraAdapter adapter, EncodedExample example) {
        return new DecodingKernels().logits(model.weights(), LoraAdapter.arrays(adapter, model), example.tokens());
    }
}
