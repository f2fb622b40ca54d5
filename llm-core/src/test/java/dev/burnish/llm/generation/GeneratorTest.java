package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.model.BaseModel;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineThread.class)
class GeneratorTest {

    private static final int[] PROMPT = {3, 1, 4, 1, 5};

    @Test
    void stopsAtAStopTokenAtTheMostTokensAndAtTheEndOfTheContext() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32)) {
            Generation free = answer(model, SamplingSettings.greedy(10, Set.of()));
            assertThat(free.tokens()).hasSize(10);
            assertThat(free.finishReason()).isEqualTo(FinishReason.LENGTH);

            int stop = free.tokens()[4];
            Generation stopped = answer(model, SamplingSettings.greedy(10, Set.of(stop)));
            assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(stopped.tokens()).doesNotContain(stop).hasSizeLessThan(5);

            Generation toTheEnd = answer(model, SamplingSettings.greedy(1000, Set.of()));
            assertThat(toTheEnd.tokens()).hasSize(64 - PROMPT.length);
            assertThat(toTheEnd.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void answersMorePromptsThanItHasSlotsInTheirOrder() throws Exception {
        List<int[]> prompts = List.of(PROMPT, new int[] {9}, new int[] {2, 7, 1}, new int[] {5, 5}, new int[] {8});
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32)) {
            SamplingSettings settings = SamplingSettings.greedy(12, Set.of());
            Generator generator = new Generator(model);
            List<Generation> together = generator.generate(prompts, null, settings, 2);
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(together.get(i).tokens())
                        .isEqualTo(generator
                                .generate(List.of(prompts.get(i)), null, settings, 1)
                                .getFirst()
                                .tokens());
            }
            assertThat(generator.generate(List.of(), null, settings, 2)).isEmpty();
        }
    }

    @Test
    void drawsTheSameWithTheSameSeed() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32)) {
            int[] first = answer(model, sampling(1.5, 1, 1)).tokens();
            assertThat(answer(model, sampling(1.5, 1, 1)).tokens()).isEqualTo(first);
            assertThat(answer(model, sampling(1.5, 1, 2)).tokens()).isNotEqualTo(first);
            int[] greedy = answer(model, SamplingSettings.greedy(30, Set.of())).tokens();
            assertThat(answer(model, sampling(1.5, 1e-9, 3)).tokens()).isEqualTo(greedy);
        }
    }

    private static SamplingSettings sampling(double temperature, double topP, long seed) {
        return new SamplingSettings(temperature, topP, 30, seed, Set.of());
    }

    @Test
    void refusesAPromptThatFillsTheContext() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32)) {
            Generator generator = new Generator(model);
            SamplingSettings settings = SamplingSettings.greedy(1, Set.of());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> generator.generate(List.of(new int[64]), null, settings, 1))
                    .withMessageContaining("64 tokens");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> generator.generate(List.of(new int[0]), null, settings, 1));
        }
    }

    private static Generation answer(BaseModel model, SamplingSettings settings) {
        return new Generator(model).generate(List.of(PROMPT), null, settings, 1).getFirst();
    }
}
