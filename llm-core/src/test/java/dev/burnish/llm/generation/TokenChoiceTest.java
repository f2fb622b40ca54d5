package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.DecodingKernels.Decoded;
import dev.burnish.llm.kernel.Kernels;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineThread.class)
class TokenChoiceTest {

    private static final int VOCABULARY = 300;
    private static final int DRAWS = 9000;

    /** More tokens than candidates, so that some draws look at all of them. */
    @Test
    void drawsFromTheWholeVocabularyAsItsProbabilitiesSay() {
        Random random = new Random(12);
        float[] logits = new float[VOCABULARY];
        double sum = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] = random.nextFloat();
            sum += Math.exp(logits[i] / 1.5);
        }
        int[] counts = new int[VOCABULARY];
        Sampler sampler = new Sampler(new SamplingSettings(1.5, 1, 1, 4, Set.of()), new int[0]);
        DecodingKernels kernels = new DecodingKernels();
        try (NDManager scope = Kernels.get().newScope()) {
            NDArray row = scope.create(logits, new Shape(1, VOCABULARY));
            for (int i = 0; i < DRAWS; i++) {
                counts[
                        TokenChoice.of(new Decoded(row, new int[1]), List.of(sampler), kernels, scope)
                                .getFirst()
                                .token()]++;
            }
        }
        double statistic = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            double mean = DRAWS * Math.exp(logits[i] / 1.5) / sum;
            statistic += (counts[i] - mean) * (counts[i] - mean) / mean;
        }
        // Of 299 degrees of freedom; one run in a thousand exceeds it by chance, this one is seeded.
        assertThat(statistic).isLessThan(381);
    }
}
