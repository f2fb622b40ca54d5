package dev.burnish.llm.model;

import java.util.Arrays;
import java.util.Random;

/** Where the weights of a model that is trained from the start come from. */
@FunctionalInterface
public interface InitialWeights {

    /**
     * Values of a tensor in rows. Called once for each tensor, always in the same order.
     *
     * @param name Hugging Face's name, such as {@code model.layers.0.self_attn.q_proj.weight}
     * @param columns 0 for a vector
     */
    float[] values(String name, int rows, int columns);

    /**
     * GPT-2's: normal with deviation 0.02, smaller for what adds to the residual stream so that it does not grow with depth; norms 1,
     * biases 0.
     */
    static InitialWeights random(long seed, int layers) {
        Random random = new Random(seed);
        return (name, rows, columns) -> {
            if (columns == 0) {
                float[] vector = new float[rows];
                Arrays.fill(vector, name.endsWith(".bias") ? 0 : 1);
                return vector;
            }
            boolean addsToResidual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
            double deviation = addsToResidual ? 0.02 / Math.sqrt(2.0 * layers) : 0.02;
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * deviation);
            }
            return values;
        };
    }
}
