package dev.burnish.llm.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sequences grouped by length, so that attention takes few calls: those of a group are padded on the right to the longest of it. Nothing
 * sees the padding, because attention is causal.
 *
 * @param runs for each group how many sequences it has, and how long they are with their padding
 * @param places where each token stands among all rows of all groups; of no elements where that is the tokens' own order
 */
@SuppressWarnings("ArrayRecordComponent")
record AttentionLayout(long[] runs, long[] places) {

    /** A group's shortest sequence has at least this share of its longest one's length. */
    private static final double LEAST_FULL = 0.75;

    static AttentionLayout of(int[] lengths) {
        List<List<Integer>> groups = groups(lengths);
        int[] starts = new int[lengths.length];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + lengths[i - 1];
        }
        long[] runs = new long[2 * groups.size()];
        long[] places = new long[Arrays.stream(lengths).sum()];
        int row = 0;
        for (int group = 0; group < groups.size(); group++) {
            int longest = lengths[groups.get(group).getFirst()];
            runs[2 * group] = groups.get(group).size();
            runs[2 * group + 1] = longest;
            for (int sequence : groups.get(group)) {
                for (int i = 0; i < lengths[sequence]; i++) {
                    places[starts[sequence] + i] = (long) row + i;
                }
                row += longest;
            }
        }
        boolean inOrder =
                row == places.length && IntStream.range(0, places.length).allMatch(i -> places[i] == i);
        return new AttentionLayout(runs, inOrder ? new long[0] : places);
    }

    private static List<List<Integer>> groups(int[] lengths) {
        List<Integer> longestFirst = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> lengths[i]).reversed())
                .toList();
        List<List<Integer>> groups = new ArrayList<>();
        for (int sequence : longestFirst) {
            boolean fits = !groups.isEmpty()
                    && lengths[sequence]
                            >= LEAST_FULL * lengths[groups.getLast().getFirst()];
            if (!fits) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(sequence);
        }
        return groups;
    }
}
