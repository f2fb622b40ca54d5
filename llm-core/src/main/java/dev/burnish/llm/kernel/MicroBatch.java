package dev.burnish.llm.kernel;

import dev.burnish.llm.text.EncodedExample;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Sequences that run through the model together, one after the other without padding. Positions start again in each sequence, and
 * attention stays within it.
 *
 * @param tokens ids of all sequences
 * @param lengths of the sequences, whose sum is the number of tokens
 * @param rows positions in {@code tokens} whose next token is learned
 * @param targets those next tokens
 */
@SuppressWarnings("ArrayRecordComponent")
public record MicroBatch(long[] tokens, int[] lengths, long[] rows, long[] targets) {

    /**
     * Cuts examples into as few batches as best fit, decreasing, finds (Johnson, "Near-optimal bin packing algorithms", 1973). Longer
     * sequences come first, those of equal length in the order given; examples without a learned token are left out.
     *
     * @param maxTokens what a batch may hold; a longer example runs alone
     */
    public static List<MicroBatch> pack(List<EncodedExample> examples, int maxTokens) {
        List<EncodedExample> sorted = examples.stream()
                .filter(example -> example.learnedTokens() > 0)
                .sorted(Comparator.comparingInt((EncodedExample example) -> example.tokens().length)
                        .reversed())
                .toList();
        return bestFit(sorted, example -> example.tokens().length, maxTokens).stream()
                .map(MicroBatch::of)
                .toList();
    }

    /** Groups of items whose sizes sum up to at most {@code capacity}; an item that is larger is alone. */
    public static <T> List<List<T>> bestFit(List<T> items, ToIntFunction<T> size, int capacity) {
        BestFit<T> bins = new BestFit<>(capacity);
        for (T item : items) {
            bins.add(item, size.applyAsInt(item));
        }
        return bins.bins();
    }

    /** One batch of all these examples in their order. */
    public static MicroBatch of(List<EncodedExample> examples) {
        int length =
                examples.stream().mapToInt(example -> example.tokens().length).sum();
        int learned = examples.stream().mapToInt(EncodedExample::learnedTokens).sum();
        MicroBatch batch =
                new MicroBatch(new long[length], new int[examples.size()], new long[learned], new long[learned]);
        int at = 0;
        int row = 0;
        for (int i = 0; i < examples.size(); i++) {
            EncodedExample example = examples.get(i);
            batch.lengths[i] = example.tokens().length;
            for (int j = 0; j < example.tokens().length; j++) {
                batch.tokens[at + j] = example.tokens()[j];
                if (j > 0 && example.learned()[j]) {
                    batch.rows[row] = (long) at + j - 1;
                    batch.targets[row++] = example.tokens()[j];
                }
            }
            at += example.tokens().length;
        }
        return batch;
    }

    /** The sequences of all these batches in their order. */
    static MicroBatch joined(List<MicroBatch> batches) {
        if (batches.size() == 1) {
            return batches.getFirst();
        }
        long[] rows =
                new long[batches.stream().mapToInt(batch -> batch.rows.length).sum()];
        int row = 0;
        int token = 0;
        for (MicroBatch batch : batches) {
            for (long position : batch.rows) {
                rows[row++] = position + token;
            }
            token += batch.tokens.length;
        }
        return new MicroBatch(
                batches.stream()
                        .flatMapToLong(batch -> Arrays.stream(batch.tokens))
                        .toArray(),
                batches.stream()
                        .flatMapToInt(batch -> Arrays.stream(batch.lengths))
                        .toArray(),
                rows,
                batches.stream()
                        .flatMapToLong(batch -> Arrays.stream(batch.targets))
                        .toArray());
    }

    /** How attention lays the sequences out. */
    AttentionLayout layout() {
        return AttentionLayout.of(lengths);
    }

    /** The longest sequence's length. */
    public int longest() {
        return Arrays.stream(lengths).max().orElse(0);
    }
}
