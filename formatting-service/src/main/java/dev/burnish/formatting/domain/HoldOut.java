package dev.burnish.formatting.domain;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Chooses the examples that are kept from training and validate the model: a tenth of them, at least 2 and at most 1000.
 *
 * <p>Every example has a rank that depends on nothing but the seed and its content, and those of lowest rank are held out. So the choice is made in one pass, is the same
 * for every order of the examples, and moves little when examples are added.
 */
public final class HoldOut {
    static final int MIN = 2;
    static final int MAX = 1000;

    private static final Comparator<Candidate> BY_RANK = (a, b) -> {
        int byRank = Long.compareUnsigned(a.rank, b.rank);
        return byRank != 0 ? byRank : Long.compare(a.fingerprint.low(), b.fingerprint.low());
    };

    private final long seed;
    private final PriorityQueue<Candidate> lowest = new PriorityQueue<>(BY_RANK.reversed());
    private int offered;

    public HoldOut(long seed) {
        this.seed = mix(seed);
    }

    /** Examples are offered once each; the first has index 0. */
    public void offer(Fingerprint fingerprint, TokenCount cost) {
        lowest.add(new Candidate(mix(fingerprint.high() ^ seed), fingerprint, offered, cost));
        offered++;
        if (lowest.size() > MAX) {
            lowest.remove();
        }
    }

    /** The choice among the examples offered so far; of fewer than 2 examples, all are held out. */
    public Selection select() {
        int wanted = Math.clamp(offered / 10, MIN, MAX);
        List<Candidate> chosen = lowest.stream().sorted(BY_RANK).limit(wanted).toList();
        BitSet indexes = new BitSet(offered);
        TokenCount cost = TokenCount.NONE;
        for (Candidate candidate : chosen) {
            indexes.set(candidate.index);
            cost = cost.plus(candidate.cost);
        }
        return new Selection(indexes, cost);
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
     */
    public record Selection(BitSet indexes, TokenCount cost) {
        public int size() {
            return indexes.cardinality();
        }
    }

    private record Candidate(long rank, Fingerprint fingerprint, int index, TokenCount cost) {}
}
