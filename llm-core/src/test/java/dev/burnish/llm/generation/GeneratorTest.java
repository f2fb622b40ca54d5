package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.model.BaseModel;
import java.util.ArrayList;
import java.util.Arrays;
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
            Generator generator = new Generator(model);
            Generation free = generator.generate(PROMPT, null, SamplingSettings.greedy(10, Set.of()), token -> true);
            assertThat(free.tokens()).hasSize(10);
            assertThat(free.finishReason()).isEqualTo(FinishReason.LENGTH);

            int stop = free.tokens()[4];
            Generation stopped =
                    generator.generate(PROMPT, null, SamplingSettings.greedy(10, Set.of(stop)), token -> true);
            assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(stopped.tokens()).doesNotContain(stop).hasSizeLessThan(5);

            Generation toTheEnd =
                    generator.generate(PROMPT, null, SamplingSettings.greedy(1000, Set.of()), token -> true);
            assertThat(toTheEnd.tokens()).hasSize(64 - PROMPT.length);
            assertThat(toTheEnd.finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void givesTokensAsTheyComeAndStopsWhenToldTo() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32)) {
            List<Integer> seen = new ArrayList<>();
            Generation generation = new Generator(model)
                    .generate(PROMPT, null, SamplingSettings.greedy(10, Set.of()), token -> {
                        seen.add(token);
                        return seen.size() < 3;
                    });
            assertThat(generation.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(generation.tokens()).hasSize(3);
            assertThat(seen)
                    .containsExactlyElementsOf(
                            Arrays.stream(generation.tokens()).boxed().toList());
        }
    }

    @Test
    void drawsTheSameWithTheSameSeed() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32)) {
            Generator generator = new Generator(model);
            int[] first = generator
                    .generate(PROMPT, null, sampling(1.5, 1, 1), token -> true)
                    .tokens();
            assertThat(generator
                            .generate(PROMPT, null, sampling(1.5, 1, 1), token -> true)
                            .tokens())
                    .isEqualTo(first);
            assertThat(generator
                            .generate(PROMPT, null, sampling(1.5, 1, 2), token -> true)
                            .tokens())
                    .isNotEqualTo(first);
            int[] greedy = generator
                    .generate(PROMPT, null, SamplingSettings.greedy(30, Set.of()), token -> true)
                    .tokens();
            assertThat(generator
                            .generate(PROMPT, null, sampling(1.5, 1e-9, 3), token -> true)
                            .tokens())
                    .isEqualTo(greedy);
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
                    .isThrownBy(() -> generator.generate(new int[64], null, settings, token -> true))
                    .withMessageContaining("64 tokens");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> generator.generate(new int[0], null, settings, token -> true));
        }
    }
}
