package dev.burnish.training.protocol;

/** Small numbers side by side in one long, read in the order in which they were written. */
final class Packed {
    private long bits;
    private int position;

    Packed() {}

    Packed(long bits) {
        this.bits = bits;
    }

    void put(int width, long value) {
        if (value < 0 || value >>> width != 0 || position + width > Long.SIZE) {
            throw new IllegalArgumentException(value + " does not fit into " + width + " bits after " + position);
        }
        bits |= value << position;
        position += width;
    }

    void put(boolean value) {
        put(1, value ? 1 : 0);
    }

    long take(int width) {
        long value = (bits >>> position) & ((1L << width) - 1);
        position += width;
        return value;
    }

    boolean take() {
        return take(1) == 1;
    }

    long bits() {
        return bits;
    }
}
