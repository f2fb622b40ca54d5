package dev.burnish.training.app;

import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.training.domain.EpochCheckpoints;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class InMemoryEpochCheckpoints implements EpochCheckpoints {
    private final Map<String, TreeMap<Integer, JobCheckpoint>> checkpoints = new HashMap<>();

    @Override
    public List<JobCheckpoint> of(String jobId) {
        return List.copyOf(checkpoints.getOrDefault(jobId, new TreeMap<>()).values());
    }

    @Override
    public void add(String jobId, JobCheckpoint checkpoint) {
        JobCheckpoint before =
                checkpoints.computeIfAbsent(jobId, _ -> new TreeMap<>()).putIfAbsent(checkpoint.step(), checkpoint);
        if (before != null) {
            throw new IllegalStateException("there is a checkpoint of step " + checkpoint.step());
        }
    }

    @Override
    public void remove(String jobId, JobCheckpoint checkpoint) {
        checkpoints.getOrDefault(jobId, new TreeMap<>()).remove(checkpoint.step());
    }
}
