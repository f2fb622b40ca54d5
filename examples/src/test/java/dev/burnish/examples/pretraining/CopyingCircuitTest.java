package dev.burnish.examples.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.Engine;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.InitialWeights;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Rope;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CopyingCircuitTest {

    private static final ModelConfig CONFIG =
            new ModelConfig(1024, 256, 64, 2, 4, 4, 64, 128, 1e-5, true, new Rope(10_000, null));

    @Test
    void copiesBeforeAnyTraining() throws Exception {
        try (Engine engine = Engine.start()) {
            double copying = engine.call(() -> accuracy(new CopyingCircuit(CONFIG, 1)));
            double random = engine.call(() -> accuracy(InitialWeights.random(1, CONFIG.layers())));
            assertThat(copying).isGreaterThan(0.2);
            assertThat(random).isLessThan(0.02);
        }
    }

    private static double accuracy(InitialWeights weights) {
        try (BaseModel model = BaseModel.initialise(CONFIG, weights)) {
            return Losses.evaluate(model, null, repeated()).tokenAccuracy();
        }
    }

    /** Twenty random tokens, written twice; the second writing is to be predicted. */
    private static List<EncodedExample> repeated() {
        SplittableRandom random = new SplittableRandom(2);
        List<EncodedExample> examples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int[] tokens = new int[40];
            boolean[] learned = new boolean[40];
            for (int j = 0; j < 40; j++) {
                tokens[j] = j < 20 ? random.nextInt(1024) : tokens[j - 20];
                learned[j] = j > 20;
            }
            examples.add(new EncodedExample(tokens, learned, 1));
        }
        return examples;
    }
}
