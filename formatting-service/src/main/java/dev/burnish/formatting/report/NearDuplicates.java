package dev.burnish.formatting.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts that nearly equal each other: those whose runs of words resemble each other by at least {@value #THRESHOLD}.
 *
 * <p>Locality-sensitive hashing finds the pairs to compare: a signature is cut into bands of {@value #ROWS} places, and texts that agree in a whole band are compared (Indyk and
 * Motwani 1998). Of pairs with a resemblance of 0.8, one in 10⁷ has no such band; of those with 0.3, a quarter has one and is then found to differ. Runs of words that nearly
 * all of the first {@value #SAMPLE} texts have, as the wording of a prompt around what varies, do not count. Memory is {@value MinHash#SIZE} bytes for each text, and 8 more
 * while they are grouped.
 */
final class NearDuplicates {
    static final double THRESHOLD = 0.8;

    private static final int ROWS = 4;
    private static final int SAMPLE = 100;
    private static final int SMALLEST_SAMPLE = 20;
    private static final double SHARED = 0.9;

    /** Signatures that share an array, a power of two. */
    private static final int BLOCK = 1 << 13;

    private final List<long[]> sample = new ArrayList<>();
    private final List<byte[]> signatures = new ArrayList<>();
    private int count;

    // Null until the sample is whole. Whoever sketches meanwhile leaves the signature to the thread that adds.
    private volatile @Nullable Set<Long> boilerplate;

    /** What is compared of a text: its runs of words until it is known which of them count, then its signature. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sketch(long @Nullable [] shingles, byte @Nullable [] signature) {}

    /** Several threads may call it at once. */
    Sketch sketch(long[] words) {
        long[] shingles = Shingles.of(words);
        Set<Long> common = boilerplate;
        return common == null ? new Sketch(shingles, null) : new Sketch(null, signature(shingles, common));
    }

    /** The first text has the number 0. */
    void add(Sketch sketch) {
        if (sketch.signature != null) {
            store(sketch.signature);
            return;
        }
        long[] shingles = sketch.shingles == null ? new long[0] : sketch.shingles;
        Set<Long> common = boilerplate;
        if (common != null) {
            store(signature(shingles, common));
            return;
        }
        sample.add(shingles);
        if (sample.size() == SAMPLE) {
            endSample();
        }
    }

    private void endSample() {
        Set<Long> common = sample.size() >= SMALLEST_SAMPLE ? common() : Set.of();
        sample.forEach(shingles -> store(signature(shingles, common)));
        sample.clear();
        boilerplate = common;
    }

    private Set<Long> common() {
        Map<Long, Integer> texts = new HashMap<>();
        sample.forEach(shingles ->
                Arrays.stream(shingles).distinct().forEach(shingle -> texts.merge(shingle, 1, Integer::sum)));
        return texts.entrySet().stream()
                .filter(entry -> entry.getValue() >= SHARED * sample.size())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static byte[] signature(long[] shingles, Set<Long> common) {
        long[] own = common.isEmpty()
                ? shingles
                : Arrays.stream(shingles)
                        .filter(shingle -> !common.contains(shingle))
                        .toArray();
        return MinHash.of(own.length == 0 ? shingles : own);
    }

    private void store(byte[] signature) {
        if (count % BLOCK == 0) {
            signatures.add(new byte[BLOCK * MinHash.SIZE]);
        }
        System.arraycopy(signature, 0, signatures.getLast(), offset(count), MinHash.SIZE);
        count++;
    }

    private static int offset(int text) {
        return text % BLOCK * MinHash.SIZE;
    }

    private byte[] block(int text) {
        return signatures.get(text / BLOCK);
    }

    /** Groups all texts added, once; ends the adding. */
    Clusters clusters() {
        if (boilerplate == null) {
            endSample();
        }
        Clusters clusters = new Clusters(count);
        long[] bands = new long[count];
        for (int place = 0; place < MinHash.SIZE; place += ROWS) {
            for (int text = 0; text < count; text++) {
                bands[text] = (long) band(block(text), offset(text) + place) << 32 | text;
            }
            Arrays.sort(bands);
            compare(bands, clusters);
        }
        signatures.clear();
        return clusters;
    }

    private static int band(byte[] block, int offset) {
        int band = 0;
        for (int row = 0; row < ROWS; row++) {
            band = band << 8 | (block[offset + row] & 0xff);
        }
        return band;
    }

    /** Texts of equal bands stand side by side; each is compared with the first of them and the one before it, which are in its group if it has any near it. */
    private void compare(long[] bands, Clusters clusters) {
        int first = 0;
        for (int i = 1; i < count; i++) {
            if (bands[i] >>> 32 != bands[first] >>> 32) {
                first = i;
                continue;
            }
            compare((int) bands[first], (int) bands[i], clusters);
            compare((int) bands[i - 1], (int) bands[i], clusters);
        }
    }

    private void compare(int one, int other, Clusters clusters) {
        if (clusters.of(one) != clusters.of(other)) {
            double resemblance = MinHash.resemblance(block(one), offset(one), block(other), offset(other));
            if (resemblance >= THRESHOLD) {
                clusters.join(one, other, resemblance);
            }
        }
    }
}
