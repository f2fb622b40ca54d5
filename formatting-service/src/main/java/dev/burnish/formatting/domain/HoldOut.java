package dev.burnish.formatting.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses the examples that are kept from training and validate the model: a tenth of them, at least 2 and at most 1000.
 *
 * <p>Every group of examples has a rank that depends on nothing but the seed and the content of its examples. Groups are held out whole, those of lowest rank first, so that
 * nothing in training nearly equals what validates it; where examples have labels, each label has its share of the places. The choice is the same for every order of the
 * examples and moves little when examples are added.
 */
public final class HoldOut {
    static final int MIN = 2;
    static final int MAX = 1000;

    private final long seed;
    private long[] contents = new long[64];
    private int[] tokens = new int[64];
    private int[] learned = new int[64];
    private final BitSet truncated = new BitSet();
    private int offered;

    public HoldOut(long seed) {
        this.seed = mix(seed);
    }

    /**
     * Examples are offered once each; the first has index 0.
     *
     * @param content a digest of the example
     */
    public void offer(long content, TokenCount cost) {
        if (offered == contents.length) {
            contents = Arrays.copyOf(contents, 2 * offered);
            tokens = Arrays.copyOf(tokens, 2 * offered);
            learned = Arrays.copyOf(learned, 2 * offered);
        }
        contents[offered] = content;
        tokens[offered] = Math.toIntExact(cost.tokens());
        learned[offered] = Math.toIntExact(cost.learned());
        truncated.set(offered, cost.truncated() > 0);
        offered++;
    }

    /** How many of that many examples are held out, if their groups allow it. */
    public static int places(int examples) {
        return Math.clamp(examples / 10, MIN, MAX);
    }

    /** The choice where every example stands for itself. */
    public Selection select() {
        return select(IntStream.range(0, offered).toArray(), new int[offered]);
    }

    /**
     * The choice among the examples offered so far; of fewer than 2 examples, all are held out.
     *
     * @param groups for each example the number of its group, from 0 to below the count of examples
     * @param labels for each example the number of its label; the same for all where there are none
     */
    public Selection select(int[] groups, int[] labels) {
        int wanted = places(offered);
        Groups all = new Groups(groups, labels);
        BitSet chosen = new BitSet(offered);
        int left = wanted;
        for (Stratum stratum : strata(all, wanted)) {
            left -= all.take(stratum.groups, stratum.places, chosen);
        }
        left -= all.take(all.byRank, left, chosen);
        boolean whole = wanted - left >= Math.min(MIN, offered);
        BitSet indexes = all.members(chosen);
        if (!whole) {
            int[] alone = IntStream.range(0, offered).toArray();
            Groups examples = new Groups(alone, labels);
            examples.take(examples.byRank, left, indexes);
        }
        return new Selection(indexes, cost(indexes), whole);
    }

    /** Shares the places among the labels by the method of largest remainders. */
    private List<Stratum> strata(Groups all, int wanted) {
        Map<Integer, Stratum> byLabel = new HashMap<>();
        for (int group : all.byRank) {
            byLabel.computeIfAbsent(all.labels[group], label -> new Stratum()).add(group, all.sizes[group]);
        }
        List<Stratum> strata = List.copyOf(byLabel.values());
        int left = wanted;
        for (Stratum stratum : strata) {
            stratum.share((double) wanted / offered);
            left -= stratum.places;
        }
        strata.stream()
                .sorted(Comparator.comparingDouble((Stratum stratum) -> -stratum.remainder)
                        .thenComparing(stratum -> all.contents[stratum.groups.getFirst()], Long::compareUnsigned))
                .limit(Math.max(0, left))
                .forEach(stratum -> stratum.places++);
        return strata;
    }

    private TokenCount cost(BitSet chosen) {
        return chosen.stream()
                .mapToObj(i -> new TokenCount(truncated.get(i) ? 1 : 0, tokens[i], learned[i]))
                .reduce(TokenCount.NONE, TokenCount::plus);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014), a bijection in which every bit of the input changes half of the output's. */
    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /**
     * @param indexes of the examples held out
     * @param cost of those together
     * @param whole false if nothing but large groups was there, so that one had to be divided
     */
    public record Selection(BitSet indexes, TokenCount cost, boolean whole) {
        public int size() {
            return indexes.cardinality();
        }
    }

    /** Examples that stay together. Content and label of a group are those of its example of lowest content, which no seed and no order changes. */
    private final class Groups {
        private final int[] numbers;
        private final long[] contents = new long[offered];
        private final int[] labels = new int[offered];
        private final int[] sizes = new int[offered];
        private final List<Integer> byRank;

        Groups(int[] numbers, int[] labelsOfExamples) {
            this.numbers = numbers;
            for (int i = 0; i < offered; i++) {
                int group = numbers[i];
                if (sizes[group] == 0 || Long.compareUnsigned(HoldOut.this.contents[i], contents[group]) < 0) {
                    contents[group] = HoldOut.this.contents[i];
                    labels[group] = labelsOfExamples[i];
                }
                sizes[group]++;
            }
            byRank = IntStream.range(0, offered)
                    .filter(group -> sizes[group] > 0)
                    .boxed()
                    .sorted(Comparator.comparing(group -> mix(contents[group] ^ seed), Long::compareUnsigned))
                    .toList();
        }

        /**
         * Chooses of the groups those that fit, in order.
         *
         * @return how many examples they have
         */
        int take(List<Integer> groups, int places, BitSet chosen) {
            int left = places;
            for (int group : groups) {
                if (left <= 0) {
                    break;
                }
                if (sizes[group] <= left && !chosen.get(group)) {
                    chosen.set(group);
                    left -= sizes[group];
                }
            }
            return places - left;
        }

        BitSet members(BitSet chosen) {
            BitSet members = new BitSet(offered);
            IntStream.range(0, offered).filter(i -> chosen.get(numbers[i])).forEach(members::set);
            return members;
        }
    }

    /** The groups of one label, lowest rank first. */
    private static final class Stratum {
        private final List<Integer> groups = new ArrayList<>();
        private int examples;
        private int places;
        private double remainder;

        void add(int group, int size) {
            groups.add(group);
            examples += size;
        }

        /** The whole places of its share, and what is left of one. */
        void share(double placesPerExample) {
            double exact = examples * placesPerExample;
            places = (int) exact;
            remainder = exact - places;
        }
    }
}
