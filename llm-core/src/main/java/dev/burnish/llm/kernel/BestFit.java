package dev.burnish.llm.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bins of one capacity; an item goes to the fullest bin that has room for it. What is larger than a bin gets one of its own. */
final class BestFit<T> {

    private final int capacity;
    private final List<List<T>> bins = new ArrayList<>();

    /** Bins by the room left in them, the oldest first. */
    private final TreeMap<Integer, Deque<List<T>>> byRoom = new TreeMap<>();

    BestFit(int capacity) {
        this.capacity = capacity;
    }

    void add(T item, int size) {
        Map.Entry<Integer, Deque<List<T>>> fullest = byRoom.ceilingEntry(size);
        int room = fullest == null ? Math.max(capacity, size) : fullest.getKey();
        List<T> bin = fullest == null ? newBin() : fullest.getValue().removeFirst();
        if (fullest != null && fullest.getValue().isEmpty()) {
            byRoom.remove(room);
        }
        bin.add(item);
        byRoom.computeIfAbsent(room - size, left -> new ArrayDeque<>()).addLast(bin);
    }

    private List<T> newBin() {
        List<T> bin = new ArrayList<>();
        bins.add(bin);
        return bin;
    }

    /** In the order in which they were opened. */
    List<List<T>> bins() {
        return bins;
    }
}
