package dev.burnish.ingestion.domain;

import java.time.Instant;
import java.util.List;

/** A job, and what is told of it, second by second. */
final class JobHistory {
    static final Instant START = Instant.parse("2026-11-24T09:00:00Z");

    private JobHistory() {}

    record Told(Fact fact, Instant at) {}

    static Told told(int second, Fact fact) {
        return new Told(fact, START.plusSeconds(second));
    }

    static Fact step(int step, int totalSteps, double secondsLeft) {
        return new Fact.StepDone(new TrainingStep(
                step,
                totalSteps,
                (double) step / totalSteps,
                0.412,
                0.91,
                0.002,
                0.87,
                5321.5,
                secondsLeft,
                null,
                null,
                null,
                null));
    }

    static StoredFile resultFile(String id) {
        Content content = new Content("tenants/acme/jobs/j/attempts/1/metrics.csv", 20_110, "0".repeat(64));
        return new StoredFile(id, "acme", START, "step_metrics.csv", FilePurpose.FINE_TUNE_RESULTS, content);
    }

    static Job job() {
        return Job.submitted(
                "ftjob-0199e1f2a7c47d3e9b5a6c8d7e6f5a4b",
                "acme",
                START,
                new JobSpecification(
                        "burnish-tiny",
                        "file-t",
                        null,
                        "tickets",
                        42,
                        Method.SUPERVISED,
                        Hyperparameters.AUTO,
                        Lora.DEFAULT,
                        Schedule.DEFAULT,
                        null));
    }

    static Job jobAfter(List<Told> told) {
        Job job = job();
        for (Told next : told) {
            job = Transition.of(job, next.fact(), next.at()).job();
        }
        return job;
    }
}
