package dev.burnish.llm.kernel;

import dev.burnish.llm.text.EncodedExample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Examples that run through the model together, padded on the right. Attention is causal, so that no token sees padding, and no example
 * sees another one.
 *
 * @param tokens sequences × length ids in rows
 * @param rows positions in {@code tokens} whose next token is learned
 * @param targets those next tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record MicroBatch(long[] tokens, int sequences, int length, long[] rows, long[] targets) {

    /**
     * Cuts examples into batches of similar lengths. The result does not depend on the order of examples of the same length alone: sorting
     * is stable.
     *
     * @param maxTokens what a batch may hold with its padding; a longer example runs alone
     */
    public static List<MicroBatch> of(List<EncodedExample> examples, int maxTokens) {
        List<EncodedExample> sorted = examples.stream()
                .filter(example -> example.learnedTokens() > 0)
                .sorted(Comparator.comparingInt(example -> example.tokens().length))
                .toList();
        List<MicroBatch> batches = new ArrayList<>();
        int first = 0;
        for (int next = 1; next <= sorted.size(); next++) {
            boolean full =
                    next == sorted.size() || (long) sorted.get(next).tokens().length * (next - first + 1) > maxTokens;
            if (full) {
                batches.add(padded(sorted.subList(first, next)));
                first = next;
            }
        }
        return batches;
    }

    private static MicroBatch padded(List<EncodedExample> examples) {
        int length = examples.getLast().tokens().length;
        int learned = examples.stream().mapToInt(EncodedExample::learnedTokens).sum();
        long[] tokens = new long[examples.size() * length];
        long[] rows = new long[learned];
        long[] targets = new long[learned];
        int count = 0;
        for (int i = 0; i < examples.size(); i++) {
            EncodedExample example = examples.get(i);
            for (int j = 0; j < example.tokens().length; j++) {
                tokens[i * length + j] = example.tokens()[j];
                if (j > 0 && example.learned()[j]) {
                    rows[count] = (long) i * length + j - 1;
                    targets[count] = example.tokens()[j];
                    count++;
                }
            }
        }
        return new MicroBatch(tokens, examples.size(), length, rows, targets);
    }
}
