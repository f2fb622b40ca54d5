package dev.burnish.llm.kernel;

import java.util.stream.IntStream;

/**
 * Pairs of sequences, the preferred one of each pair first.
 *
 * @param batch the sequences; a pair's are neighbours
 * @param reference log probability of each sequence's learned tokens under the reference model, in nats
 */
@SuppressWarnings("ArrayRecordComponent")
public record PreferenceBatch(MicroBatch batch, double[] reference) {

    /** The sequence of each row. */
    long[] owners() {
        long[] ofToken = IntStream.range(0, batch.lengths().length)
                .flatMap(i -> IntStream.range(0, batch.lengths()[i]).map(token -> i))
                .asLongStream()
                .toArray();
        long[] owners = new long[batch.rows().length];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = ofToken[(int) batch.rows()[i]];
        }
        return owners;
    }
}
