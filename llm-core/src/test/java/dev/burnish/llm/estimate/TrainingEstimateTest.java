package dev.burnish.llm.estimate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Rope;
import dev.burnish.llm.training.MemoryPlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingEstimateTest {

    private static final ModelConfig SMOLLM2_135M =
            new ModelConfig(49152, 576, 1536, 30, 9, 3, 64, 8192, 1e-5, true, new Rope(100_000, null));
    private static final ModelConfig LLAMA_3_2_1B =
            new ModelConfig(128256, 2048, 8192, 16, 32, 8, 64, 131_072, 1e-5, true, new Rope(500_000, null));
    private static final Map<String, ModelConfig> MEASURED = Map.of(
            "SmolLM2-135M",
            SMOLLM2_135M,
            "Llama-3.2-1B, 4 layers",
            new ModelConfig(128256, 2048, 8192, 4, 32, 8, 64, 131_072, 1e-5, true, new Rope(500_000, null)));
    private static final LoraSettings RANK_16 = new LoraSettings(16, 32, 0);

    @Test
    void countsThePublishedParameters() {
        assertThat(new ModelSize(SMOLLM2_135M).parameters()).isEqualTo(134_515_008);
        assertThat(new ModelSize(LLAMA_3_2_1B).parameters()).isEqualTo(1_235_814_400);
        assertThat(new ModelSize(SMOLLM2_135M).adapter(RANK_16)).isEqualTo(4_884_480);
        assertThat(new ModelSize(LLAMA_3_2_1B).adapter(RANK_16)).isEqualTo(11_272_192);
    }

    @Test
    void anAdapterTakesTwoThirdsOfTheWorkOfFullTraining() {
        double adapter = TrainingEstimate.ofAdapter(LLAMA_3_2_1B, Precision.BF16, RANK_16, MemoryPlan.KEEP_ALL)
                .operationsPerToken();
        double full = TrainingEstimate.ofModel(LLAMA_3_2_1B, Precision.BF16, MemoryPlan.KEEP_ALL)
                .operationsPerToken();
        assertThat(adapter / full).isCloseTo(2.0 / 3, within(0.01));
        double again = TrainingEstimate.ofAdapter(LLAMA_3_2_1B, Precision.BF16, RANK_16, new MemoryPlan(4096, 0))
                .operationsPerToken();
        assertThat(again / adapter).isCloseTo(1.5, within(1e-9));
    }

    /**
     * Peaks of processes that trained, as {@code ./burnish bench training --parts estimates} measures them, after two or three steps of
     * random examples with an adapter of rank 16 on all projections.
     */
    @ParameterizedTest
    @CsvSource({
        "SmolLM2-135M, BF16, 512, 30, 1001",
        "SmolLM2-135M, BF16, 2048, 30, 2159",
        "SmolLM2-135M, BF16, 4096, 30, 3616",
        "SmolLM2-135M, BF16, 2048, 0, 933",
        "SmolLM2-135M, FP32, 512, 30, 1663",
        "'Llama-3.2-1B, 4 layers', BF16, 512, 4, 1597",
    })
    void isWithin15PercentOfMeasuredPeaks(String shape, Precision precision, int tokens, int kept, int mebibytes) {
        long estimate = TrainingEstimate.ofAdapter(
                        requireNonNull(MEASURED.get(shape)), precision, RANK_16, new MemoryPlan(tokens, kept))
                .total();
        assertThat(estimate / (double) (1 << 20)).isCloseTo(mebibytes, withinPercentage(15));
    }

    @Test
    void anAdapterTakesALittlePartOfFullTrainingsState() {
        TrainingEstimate adapter =
                TrainingEstimate.ofAdapter(LLAMA_3_2_1B, Precision.BF16, RANK_16, MemoryPlan.KEEP_ALL);
        TrainingEstimate full = TrainingEstimate.ofModel(LLAMA_3_2_1B, Precision.BF16, MemoryPlan.KEEP_ALL);
        assertThat(full.trained() / adapter.trained()).isBetween(90L, 110L);
    }

    @Test
    void fewerKeptLayersAndFewerTokensTakeLessMemory() {
        long last = Long.MAX_VALUE;
        for (int kept : new int[] {30, 20, 10, 0}) {
            long total = TrainingEstimate.ofAdapter(SMOLLM2_135M, Precision.BF16, RANK_16, new MemoryPlan(2048, kept))
                    .total();
            assertThat(total).isLessThan(last);
            last = total;
        }
        long shorter = TrainingEstimate.ofAdapter(SMOLLM2_135M, Precision.BF16, RANK_16, new MemoryPlan(512, 0))
                .total();
        assertThat(shorter).isLessThan(last);
    }

    @Test
    void fewerBitsLeaveTheEmbeddingAndOneMatrixAtATime() {
        MemoryPlan plan = new MemoryPlan(512, 0);
        long whole = weights(null, plan);
        assertThat(whole).isEqualTo(2 * 1_235_814_400L);
        long matrices = 973_078_528L;
        long rest = 2 * (1_235_814_400L - matrices);
        long largest = 2 * 8192 * 2048;
        assertThat(weights(Quantisation.INT8, plan))
                .isBetween(rest + matrices, rest + matrices + 4 * largest + (4 << 20));
        assertThat(weights(Quantisation.NF4, plan)).isEqualTo(rest + matrices * 9 / 16 + 11 * largest);
        assertThat(new MemoryBudget(2_200L << 20).plan(LLAMA_3_2_1B, Precision.BF16, Quantisation.NF4, RANK_16, 300))
                .isPresent();
        assertThat(new MemoryBudget(2_200L << 20).plan(LLAMA_3_2_1B, Precision.BF16, RANK_16, 300))
                .isEmpty();
    }

    private static long weights(@Nullable Quantisation quantisation, MemoryPlan plan) {
        return TrainingEstimate.ofAdapter(LLAMA_3_2_1B, Precision.BF16, quantisation, RANK_16, plan)
                .weights();
    }

    @Test
    void theBudgetDecidesWhatIsKept() {
        assertThat(new MemoryBudget(64L << 30).plan(SMOLLM2_135M, Precision.BF16, RANK_16, 300))
                .contains(new MemoryPlan(4096, 30));
        MemoryPlan small = new MemoryBudget(1536L << 20)
                .plan(SMOLLM2_135M, Precision.BF16, RANK_16, 300)
                .orElseThrow();
        assertThat(small.microBatchTokens()).isBetween(512, 2048);
        MemoryPlan smallest = new MemoryBudget(900L << 20)
                .plan(SMOLLM2_135M, Precision.BF16, RANK_16, 300)
                .orElseThrow();
        assertThat(smallest.microBatchTokens()).isEqualTo(512);
        assertThat(smallest.keptLayers()).isLessThan(30);
        assertThat(new MemoryBudget(500L << 20).plan(SMOLLM2_135M, Precision.BF16, RANK_16, 300))
                .isEmpty();
        assertThat(new MemoryBudget(64L << 30)
                        .plan(SMOLLM2_135M, Precision.BF16, RANK_16, 6000)
                        .map(MemoryPlan::microBatchTokens))
                .contains(6000);
    }
}
