package dev.burnish.training.app;

import dev.burnish.training.domain.RunQueue;
import java.util.LinkedHashMap;
import java.util.Map;

final class RecordedQueue implements RunQueue {
    private final Map<String, String> waiting = new LinkedHashMap<>();

    @Override
    public void enqueue(String jobId, String payload) {
        waiting.put(jobId, payload);
    }

    @Override
    public boolean withdraw(String jobId) {
        return waiting.remove(jobId) != null;
    }

    Map<String, String> waiting() {
        return waiting;
    }
}
