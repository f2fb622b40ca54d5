package dev.burnish.training.app;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetSummary;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.TrainingPlan;
import java.time.Instant;

/** Events that start a run. */
public final class Datasets {
    public static final String JOB = "ftjob-1";
    public static final String TENANT = "acme";

    private Datasets() {}

    public static Envelope formatted(Artifact trainingSet, Artifact validationSet, int epochs, Schedule schedule) {
        FineTuningJob job = new FineTuningJob(
                JOB,
                TENANT,
                "tiny",
                "ft:tiny:acme::00000001",
                42,
                Hyperparameters.AUTO,
                Lora.DEFAULT,
                Method.SUPERVISED,
                schedule);
        DatasetFormatted dataset = new DatasetFormatted(
                job, new TrainingPlan(epochs, 2, 1), trainingSet, validationSet, new DatasetSummary(4, 2, 0, 0, 40, 8));
        return new Envelope("event-1", "/burnish/formatting", Instant.EPOCH, TENANT, 1, dataset);
    }

    /** Of a job on another model, and of any kind. */
    static Envelope formatted(DatasetFormatted dataset) {
        return new Envelope("event-1", "/burnish/formatting", Instant.EPOCH, TENANT, 1, dataset);
    }

    static Envelope formatted() {
        Artifact nothing = new Artifact("nowhere", 0, "0".repeat(64));
        return formatted(nothing, nothing, 1, Schedule.DEFAULT);
    }
}
