package dev.burnish.formatting.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds texts that nearly equal each other: those whose runs of words resemble each other by at least {@value #THRESHOLD}.
 *
 * <p>Locality-sensitive hashing finds the pairs to compare: a signature is cut into bands of {@value #ROWS} places, and texts that agree in a whole band are compared (Indyk and
 * Motwani 1998). Of pairs with a resemblance of 0.8, one in 10⁷ has no such band; of those with 0.3, a quarter has one and is then found to differ. Runs of words that nearly
 * all of the first {@value #SAMPLE} texts have, as the wording of a prompt around what varies, do not count.
 */
final class NearDuplicates {
    static final double THRESHOLD = 0.8;

    /** Those behind are not compared, which bounds the memory: 256 bytes for each text. */
    static final int MAX = 100_000;

    private static final int ROWS = 4;
    private static final int SAMPLE = 100;
    private static final int SMALLEST_SAMPLE = 20;
    private static final double SHARED = 0.9;

    private final List<long[]> sample = new ArrayList<>();
    private Set<Long> boilerplate = Set.of();
    private boolean sampled;
    private short[] signatures = new short[64 * MinHash.SIZE];
    private int count;
    private int added;

    /** The first text has the number 0. */
    void add(String text) {
        added++;
        if (added > MAX) {
            return;
        }
        long[] shingles = Shingles.of(text);
        if (sampled) {
            sign(shingles);
            return;
        }
        sample.add(shingles);
        if (sample.size() == SAMPLE) {
            endSample();
        }
    }

    private void endSample() {
        sampled = true;
        if (sample.size() >= SMALLEST_SAMPLE) {
            Map<Long, Integer> texts = new HashMap<>();
            sample.forEach(shingles ->
                    Arrays.stream(shingles).distinct().forEach(shingle -> texts.merge(shingle, 1, Integer::sum)));
            boilerplate = texts.entrySet().stream()
                    .filter(entry -> entry.getValue() >= SHARED * sample.size())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
        sample.forEach(this::sign);
        sample.clear();
    }

    private void sign(long[] shingles) {
        if (signatures.length == count * MinHash.SIZE) {
            signatures = Arrays.copyOf(signatures, Math.min(2 * count, MAX) * MinHash.SIZE);
        }
        long[] own = boilerplate.isEmpty()
                ? shingles
                : Arrays.stream(shingles)
                        .filter(shingle -> !boilerplate.contains(shingle))
                        .toArray();
        MinHash.sign(own.length == 0 ? shingles : own, signatures, count * MinHash.SIZE);
        count++;
    }

    /** Groups all texts added, once; ends the adding. */
    Clusters clusters() {
        if (!sampled) {
            endSample();
        }
        Clusters clusters = new Clusters(added);
        long[] bands = new long[count];
        for (int place = 0; place < MinHash.SIZE; place += ROWS) {
            for (int text = 0; text < count; text++) {
                bands[text] = (long) band(text * MinHash.SIZE + place) << 32 | text;
            }
            Arrays.sort(bands);
            compare(bands, clusters);
        }
        signatures = new short[0];
        return clusters;
    }

    private int band(int offset) {
        long band = 0;
        for (int row = 0; row < ROWS; row++) {
            band = band << 16 | (signatures[offset + row] & 0xffff);
        }
        return (int) Words.mix(band);
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
            double resemblance = MinHash.resemblance(signatures, one * MinHash.SIZE, other * MinHash.SIZE);
            if (resemblance >= THRESHOLD) {
                clusters.join(one, other, resemblance);
            }
        }
    }
}
