package dev.burnish.training.app;

import dev.burnish.training.domain.RemoteJob;
import dev.burnish.training.domain.RemoteJobs;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.TrainingRuns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class InMemoryRemoteJobs implements RemoteJobs {
    final Map<String, String> states = new LinkedHashMap<>();
    private final Map<String, RemoteJob> jobs = new LinkedHashMap<>();
    private final TrainingRuns runs;

    InMemoryRemoteJobs(TrainingRuns runs) {
        this.runs = runs;
    }

    @Override
    public Optional<RemoteJob> find(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    @Override
    public void add(RemoteJob job) {
        jobs.put(job.jobId(), job);
        running(job.jobId());
    }

    @Override
    public void started(String jobId, String reference) {
        jobs.computeIfPresent(
                jobId, (id, job) -> new RemoteJob(id, job.baseModel(), job.since(), Optional.of(reference)));
    }

    @Override
    public void running(String jobId) {
        states.put(jobId, "RUNNING");
    }

    @Override
    public void paused(String jobId) {
        states.put(jobId, "PAUSED");
    }

    @Override
    public void ended(String jobId) {
        states.put(jobId, "ENDED");
    }

    @Override
    public List<Unsettled> unsettled() {
        return jobs.values().stream().flatMap(job -> unsettled(job).stream()).toList();
    }

    private Optional<Unsettled> unsettled(RemoteJob job) {
        String told = String.valueOf(states.get(job.jobId()));
        return switch (runs.find(job.jobId()).orElseThrow().state()) {
            case RunState.Cancelled _, RunState.Failed _ ->
                told.equals("ENDED") ? Optional.empty() : Optional.of(new Unsettled(job, true));
            case RunState.Paused _ ->
                told.equals("RUNNING") ? Optional.of(new Unsettled(job, false)) : Optional.empty();
            case RunState.Queued _, RunState.Training _, RunState.Trained _ -> Optional.empty();
        };
    }
}
