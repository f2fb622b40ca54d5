package dev.burnish.training.protocol;

import java.util.Arrays;

/** The states that were reached, in the order in which they were, each in a fixed number of longs; a hash table over one array. */
final class StateSpace {
    private static final int ABSENT = -1;

    private final int width;
    private long[] states;
    private int[] slots;
    private int size;

    StateSpace(int width) {
        this.width = width;
        this.states = new long[1024 * width];
        this.slots = new int[2048];
        Arrays.fill(slots, ABSENT);
    }

    int size() {
        return size;
    }

    /** All states, one after the other. */
    long[] states() {
        return states;
    }

    int offset(int index) {
        return index * width;
    }

    /** The state's place, which is the former size if it is new. */
    int add(long[] state) {
        int slot = slot(state, 0);
        if (slots[slot] != ABSENT) {
            return slots[slot];
        }
        slots[slot] = size;
        if (size * width == states.length) {
            states = Arrays.copyOf(states, states.length * 2);
        }
        System.arraycopy(state, 0, states, size * width, width);
        size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    private int slot(long[] source, int at) {
        long hash = 0;
        for (int i = 0; i < width; i++) {
            hash = (hash ^ source[at + i]) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != ABSENT && !isSame(source, at, slots[slot])) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isSame(long[] source, int at, int index) {
        return Arrays.equals(source, at, at + width, states, index * width, (index + 1) * width);
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, ABSENT);
        for (int index = 0; index < size; index++) {
            slots[slot(states, index * width)] = index;
        }
    }
}
