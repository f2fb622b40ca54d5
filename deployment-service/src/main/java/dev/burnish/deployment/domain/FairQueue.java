package dev.burnish.deployment.domain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Sequences that wait for the engine: bounded, in order within a tenant, and tenants take turns, so that nobody waits behind all of another's requests. */
public final class FairQueue {
    private static final int MAX_RETRY_AFTER_SECONDS = 60;

    private final int capacity;
    private final int capacityPerTenant;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    /** Tenants with something waiting, the next to be served first. */
    private final LinkedHashMap<String, Queue<Sequence>> lanes = new LinkedHashMap<>();

    private int size;
    private double averageSeconds = 1;

    public FairQueue(int capacity, int capacityPerTenant) {
        if (capacity < 1 || capacityPerTenant < 1) {
            throw new IllegalArgumentException("capacities must be at least 1");
        }
        this.capacity = capacity;
        this.capacityPerTenant = capacityPerTenant;
    }

    /** All sequences, which are of one tenant, or none. */
    void add(List<Sequence> sequences) throws QueueFullException {
        lock.lock();
        try {
            String tenant = sequences.getFirst().request().tenant();
            Queue<Sequence> lane = lanes.get(tenant);
            int waiting = lane == null ? 0 : lane.size();
            if (waiting + sequences.size() > capacityPerTenant) {
                throw full(
                        "%d completions of your organization wait and at most %d can"
                                .formatted(waiting, capacityPerTenant),
                        waiting);
            }
            if (size + sequences.size() > capacity) {
                throw full("%d completions wait and at most %d can".formatted(size, capacity), size);
            }
            lanes.computeIfAbsent(tenant, key -> new ArrayDeque<>()).addAll(sequences);
            size += sequences.size();
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a sequence, and takes it out. */
    public Sequence take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size == 0) {
                notEmpty.await();
            }
            return removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a sequence out if there is one. */
    public Optional<Sequence> poll() {
        lock.lock();
        try {
            return size == 0 ? Optional.empty() : Optional.of(removeFirst());
        } finally {
            lock.unlock();
        }
    }

    private Sequence removeFirst() {
        Map.Entry<String, Queue<Sequence>> first = lanes.pollFirstEntry();
        Sequence sequence = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            lanes.put(first.getKey(), first.getValue());
        }
        size--;
        return sequence;
    }

    /** Takes out everything that waits. */
    public List<Sequence> drain() {
        lock.lock();
        try {
            List<Sequence> waiting =
                    lanes.values().stream().flatMap(Queue::stream).toList();
            lanes.clear();
            size = 0;
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out those that still wait. */
    void remove(Collection<Sequence> sequences) {
        lock.lock();
        try {
            for (Sequence sequence : sequences) {
                String tenant = sequence.request().tenant();
                Queue<Sequence> lane = lanes.get(tenant);
                if (lane != null && lane.remove(sequence)) {
                    size--;
                    if (lane.isEmpty()) {
                        lanes.remove(tenant);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells how much of the engine's time a sequence took, so that whoever finds the queue full learns when to come back. */
    public void served(Duration time) {
        lock.lock();
        try {
            averageSeconds += 0.1 * (time.toNanos() / 1e9 - averageSeconds);
        } finally {
            lock.unlock();
        }
    }

    private QueueFullException full(String problem, int waiting) {
        long seconds = Math.clamp((long) Math.ceil(averageSeconds * waiting), 1, MAX_RETRY_AFTER_SECONDS);
        return new QueueFullException(
                "Too many requests: %s. Retry in about %d s.".formatted(problem, seconds), Duration.ofSeconds(seconds));
    }

    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }
}
