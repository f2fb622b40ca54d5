package dev.burnish.llm.generation;

import dev.burnish.llm.kernel.DecodingKernels.Likeliest;
import java.util.OptionalInt;

/**
 * The most likely tokens of one position in falling order, with their share of the whole vocabulary.
 *
 * @param probabilities in [0, 1], whose sum is 1 if no token is left out
 * @param vocabulary how many tokens there are
 */
@SuppressWarnings("ArrayRecordComponent")
record Candidates(int[] tokens, double[] probabilities, int vocabulary) {

    /** Those of one of the rows. */
    static Candidates of(Likeliest likeliest, int row, int vocabulary) {
        int size = likeliest.tokens().length / likeliest.totals().length;
        int[] tokens = new int[size];
        double[] probabilities = new double[size];
        for (int i = 0; i < size; i++) {
            int at = row * size + i;
            tokens[i] = (int) likeliest.tokens()[at];
            probabilities[i] =
                    Math.exp((double) likeliest.scaled()[at] - likeliest.totals()[row]);
        }
        return new Candidates(tokens, probabilities, vocabulary);
    }

    int size() {
        return tokens.length;
    }

    int token(int index) {
        return tokens[index];
    }

    double probability(int index) {
        return probabilities[index];
    }

    /** Of the first ones together. */
    double sum(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += probabilities[i];
        }
        return sum;
    }

    /** The token of the first {@code count} ones in whose stretch of their line of probabilities the place lies. */
    OptionalInt at(double place, int count) {
        double end = 0;
        for (int i = 0; i < count; i++) {
            end += probabilities[i];
            if (place < end) {
                return OptionalInt.of(tokens[i]);
            }
        }
        return OptionalInt.empty();
    }
}
