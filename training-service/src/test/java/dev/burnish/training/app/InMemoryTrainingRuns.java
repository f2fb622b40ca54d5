package dev.burnish.training.app;

import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

final class InMemoryTrainingRuns implements TrainingRuns {
    private final Map<String, TrainingRun> runs = new HashMap<>();

    @Override
    public boolean add(TrainingRun run) {
        return runs.putIfAbsent(run.jobId(), run) == null;
    }

    @Override
    public Optional<TrainingRun> find(String jobId) {
        return Optional.ofNullable(runs.get(jobId));
    }

    @Override
    public void update(TrainingRun run) {
        if (runs.replace(run.jobId(), run) == null) {
            throw new IllegalStateException("there is no run of " + run.jobId());
        }
    }
}
