package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.Kernels;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineThread.class)
class PenaltiesTest {

    private static final float[] LOGITS = {2, -1, 0.5f, 3, -4};

    @Test
    void dividesPositiveLogitsOfWhatWasSeenAndMultipliesNegativeOnes() {
        assertThat(penalised(new Penalties(1.25, 0, 0, Map.of()), new int[] {0, 1, 1}, 3))
                .containsExactly(new float[] {1.6f, -1.25f, 0.5f, 2.4f, -4}, within(1e-6f));
    }

    @Test
    void lowersWhatTheAnswerHasOnceAndForEachTime() {
        assertThat(penalised(new Penalties(1, 0.5, 0.25, Map.of()), new int[] {0, 4}, 2, 3, 3, 3))
                .containsExactly(new float[] {2, -1, -0.25f, 1.75f, -4}, within(1e-6f));
    }

    @Test
    void addsTheBias() {
        assertThat(penalised(new Penalties(1, 0, 0, Map.of(1, 100.0, 3, -2.5)), new int[] {3}))
                .containsExactly(new float[] {2, 99, 0.5f, 0.5f, -4}, within(1e-5f));
    }

    @Test
    void appliesAllTogetherRepetitionFirst() {
        assertThat(penalised(new Penalties(2, 1, 0.5, Map.of(3, 4.0, 1, -1.0)), new int[] {0}, 3, 3, 4))
                .containsExactly(new float[] {1, -2, 0.5f, 1.5f + 4 - 1 - 1, -8 - 1 - 0.5f}, within(1e-6f));
    }

    @Test
    void changesNothingWithoutPenalties() {
        LogitChanges changes = new LogitChanges();
        Sampler sampler = sampler(Penalties.NONE, new int[] {0, 1});
        sampler.took(2);
        sampler.penalise(0, changes);
        assertThat(changes.concern(0)).isFalse();
    }

    /** The second of two rows; the first one has no penalties and must stay as it is. */
    private static float[] penalised(Penalties penalties, int[] prompt, int... answer) {
        Sampler sampler = sampler(penalties, prompt);
        for (int token : answer) {
            sampler.took(token);
        }
        LogitChanges changes = new LogitChanges();
        sampler.penalise(1, changes);
        try (NDManager scope = Kernels.get().newScope()) {
            NDArray row = scope.create(LOGITS, new Shape(1, LOGITS.length));
            NDArray logits = row.concat(row);
            NDArray changed = changes.apply(logits, new DecodingKernels(), scope);
            assertThat(changed.get(0).toFloatArray()).isEqualTo(LOGITS);
            assertThat(logits.get(1).toFloatArray()).isEqualTo(LOGITS);
            return changed.get(1).toFloatArray();
        }
    }

    private static Sampler sampler(Penalties penalties, int[] prompt) {
        return new Sampler(
                new SamplingSettings(0, Truncation.NONE, penalties, 9, 0, Set.of(), SamplingSettings.NO_LOGPROBS),
                prompt);
    }
}
