package dev.burnish.training.app;

import dev.burnish.training.domain.RunQueue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

final class RecordedQueue implements RunQueue {
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private final Map<String, String> paused = new LinkedHashMap<>();
    private final Set<String> pausing = new HashSet<>();
    private final Set<String> atAWorker = new LinkedHashSet<>();

    @Override
    public void enqueue(String jobId, String tenant, String payload) {
        if (!paused.containsKey(jobId) && !atAWorker.contains(jobId)) {
            waiting.putIfAbsent(jobId, payload);
        }
    }

    /** A worker takes the run from the queue. */
    void claim(String jobId) {
        waiting.remove(jobId);
        atAWorker.add(jobId);
    }

    @Override
    public List<Place> line() {
        return Stream.concat(
                        atAWorker.stream().map(id -> new Place(id, true)),
                        waiting.keySet().stream().map(id -> new Place(id, false)))
                .toList();
    }

    @Override
    public boolean pause(String jobId) {
        String payload = waiting.remove(jobId);
        if (payload == null) {
            pausing.add(jobId);
            return false;
        }
        paused.put(jobId, payload);
        return true;
    }

    @Override
    public void resume(String jobId) {
        String payload = paused.remove(jobId);
        if (payload != null) {
            waiting.put(jobId, payload);
        }
        pausing.remove(jobId);
    }

    @Override
    public void withdraw(String jobId) {
        waiting.remove(jobId);
        paused.remove(jobId);
        atAWorker.remove(jobId);
    }

    Map<String, String> paused() {
        return paused;
    }

    /** Runs whose workers were asked to pause them. */
    Set<String> pausing() {
        return pausing;
    }

    Map<String, String> waiting() {
        return waiting;
    }
}
