package dev.burnish.llm.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final float[] LOGITS = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
    private static final int DRAWS = 20_000;

    @Test
    void drawsByProbability() {
        double[] shares = shares(1, 1);
        assertThat(shares).containsExactly(new double[] {0.5, 0.3, 0.2}, within(0.02));
    }

    @Test
    void temperatureSharpens() {
        double sum = 0.25 + 0.09 + 0.04;
        assertThat(shares(0.5, 1)).containsExactly(new double[] {0.25 / sum, 0.09 / sum, 0.04 / sum}, within(0.02));
    }

    @Test
    void topPLeavesOutTheUnlikely() {
        assertThat(shares(1, 0.7)).containsExactly(new double[] {0.5 / 0.8, 0.3 / 0.8, 0}, within(0.02));
    }

    @Test
    void zeroTemperatureTakesTheMostLikely() {
        assertThat(shares(0, 1)).containsExactly(new double[] {1, 0, 0}, within(1e-9));
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(2.1, 1, 1, 0, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(1, 0, 1, 0, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new SamplingSettings(1, 1, 0, 0, Set.of()));
    }

    private static double[] shares(double temperature, double topP) {
        Sampler sampler = new Sampler(new SamplingSettings(temperature, topP, 1, 11, Set.of()));
        double[] shares = new double[LOGITS.length];
        for (int i = 0; i < DRAWS; i++) {
            shares[sampler.next(LOGITS)] += 1.0 / DRAWS;
        }
        return shares;
    }
}
