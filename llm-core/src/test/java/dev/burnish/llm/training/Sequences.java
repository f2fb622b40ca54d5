package dev.burnish.llm.training;

import dev.burnish.llm.text.EncodedExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up examples for the golden models' vocabulary of 64 tokens. */
final class Sequences {

    private Sequences() {}

    /** Sequences of several lengths that count upwards; the second half is learned. */
    static List<EncodedExample> counting(int count, long seed) {
        Random random = new Random(seed);
        List<EncodedExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] tokens = new int[6 + random.nextInt(20)];
            boolean[] learned = new boolean[tokens.length];
            int start = random.nextInt(64);
            for (int j = 0; j < tokens.length; j++) {
                tokens[j] = (start + j) % 64;
                learned[j] = j >= tokens.length / 2;
            }
            examples.add(new EncodedExample(tokens, learned, i + 1));
        }
        return examples;
    }
}
