package dev.burnish.llm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.generation.SamplingSettings;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.training.Losses;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds base models to what transformers computes. */
@ExtendWith(EngineThread.class)
class GoldenTest {

    static Stream<GoldenModel> models() {
        return GoldenModel.all().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheLogitsOfTransformers(GoldenModel golden) throws Exception {
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
            float[] logits = logits(model, golden.example().tokens());
            Closeness.requireWithin(logits, expected(golden, "logits"), 1e-4f);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void comesCloseInBf16AtLeastAsTransformersDoes(GoldenModel golden) throws Exception {
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.BF16)) {
            float[] logits = logits(model, golden.example().tokens());
            assertThat(Closeness.relativeDistance(logits, expected(golden, "logits")))
                    .isLessThan(
                            Math.max(2e-2, golden.values().get("bf16Distance").doubleValue()));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void computesTheirLoss(GoldenModel golden) throws Exception {
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
            assertThat(Losses.evaluate(model, null, List.of(golden.example())).meanLoss())
                    .isCloseTo(golden.values().get("loss").doubleValue(), within(1e-5));
        }
    }

    @Test
    void takesShortFrequenciesWhereTheSequenceIsShort() throws Exception {
        GoldenModel golden = GoldenModel.LONGROPE;
        int[] tokens = Arrays.copyOf(golden.example().tokens(), 16);
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
            float[] logits = logits(model, tokens);
            Closeness.requireWithin(logits, expected(golden, "short.logits"), 1e-4f);
            float[] ofLong = Arrays.copyOf(expected(golden, "logits"), logits.length);
            assertThat(Closeness.relativeDistance(logits, ofLong)).isGreaterThan(1e-3);
        }
    }

    @Test
    void continuesGreedilyAsTransformersDoes() throws Exception {
        for (JsonNode value : GoldenModel.values("greedy.json")) {
            GoldenModel golden = new GoldenModel(value.get("model").textValue());
            try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
                boolean adapted = !value.get("adapter").isNull();
                int[] expected = GoldenModel.integers(value.get("tokens"));
                try (LoraAdapter adapter = LoraAdapter.load(golden.adapter(), model)) {
                    int[] tokens = new Generator(model)
                            .generate(
                                    List.of(GoldenModel.integers(value.get("prompt"))),
                                    adapted ? adapter : null,
                                    SamplingSettings.greedy(expected.length, Set.of()),
                                    1)
                            .getFirst()
                            .tokens();
                    assertThat(tokens).as(value.toString()).isEqualTo(expected);
                }
            }
        }
    }

    private static float[] logits(BaseModel model, int[] tokens) {
        return new DecodingKernels().logits(model.weights(), model.noAdapter(), tokens);
    }

    private static float[] expected(GoldenModel golden, String name) throws Exception {
        return requireNonNull(golden.arrays().get(name), name);
    }
}
