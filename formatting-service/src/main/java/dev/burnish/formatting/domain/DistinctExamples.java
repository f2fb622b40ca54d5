package dev.burnish.formatting.domain;

/** The examples met so far, as 16-byte entries of an open-addressing table that is a quarter to half full: 32 MB for a million examples. */
public final class DistinctExamples {
    private static final int FIRST_CAPACITY = 1 << 10;

    // Entry i is the pair at 2i and 2i + 1. The pair (0, 0) marks a free entry, so that one fingerprint is kept apart.
    private long[] table = new long[2 * FIRST_CAPACITY];
    private boolean zeroSeen;
    private int size;

    /** @return false if the example is there already */
    public boolean add(Fingerprint fingerprint) {
        if (isZero(fingerprint)) {
            boolean added = !zeroSeen;
            zeroSeen = true;
            size += added ? 1 : 0;
            return added;
        }
        int entry = entryOf(fingerprint.high(), fingerprint.low());
        if (!isFree(entry)) {
            return false;
        }
        table[entry] = fingerprint.high();
        table[entry + 1] = fingerprint.low();
        size++;
        if (4 * size > table.length) {
            grow();
        }
        return true;
    }

    public boolean contains(Fingerprint fingerprint) {
        return isZero(fingerprint) ? zeroSeen : !isFree(entryOf(fingerprint.high(), fingerprint.low()));
    }

    public int size() {
        return size;
    }

    /** The index of the entry that holds the pair, or of the free one where it belongs. */
    private int entryOf(long high, long low) {
        int mask = table.length - 2;
        // A fingerprint is a digest: any of its bits is as good as a hash of it.
        int entry = (int) high << 1 & mask;
        while (!isFree(entry) && (table[entry] != high || table[entry + 1] != low)) {
            entry = entry + 2 & mask;
        }
        return entry;
    }

    private boolean isFree(int entry) {
        return table[entry] == 0 && table[entry + 1] == 0;
    }

    private static boolean isZero(Fingerprint fingerprint) {
        return fingerprint.high() == 0 && fingerprint.low() == 0;
    }

    private void grow() {
        long[] full = table;
        table = new long[2 * full.length];
        for (int i = 0; i < full.length; i += 2) {
            if (full[i] != 0 || full[i + 1] != 0) {
                int entry = entryOf(full[i], full[i + 1]);
                table[entry] = full[i];
                table[entry + 1] = full[i + 1];
            }
        }
    }
}
