package dev.burnish.ingestion.messaging;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.BaseWeights;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.StoredFile;
import org.jspecify.annotations.Nullable;

/** Jobs and their files as the contract has them. */
final class Submissions {
    private Submissions() {}

    static DatasetSubmitted of(Job job, StoredFile trainingFile, @Nullable StoredFile validationFile) {
        return new DatasetSubmitted(
                toContract(job),
                toContract(trainingFile),
                validationFile == null ? null : toContract(validationFile),
                job.specification().columns());
    }

    private static FineTuningJob toContract(Job job) {
        JobSpecification asked = job.specification();
        return new FineTuningJob(
                job.id(),
                job.tenant(),
                asked.model(),
                job.fineTunedModel(),
                asked.seed(),
                new Hyperparameters(
                        asked.hyperparameters().epochs(),
                        asked.hyperparameters().batchSize(),
                        asked.hyperparameters().learningRateMultiplier(),
                        asked.hyperparameters().beta()),
                toContract(asked.lora()),
                Method.valueOf(asked.method().name()),
                new Schedule(
                        Schedule.Decay.valueOf(asked.schedule().decay().name()),
                        asked.schedule().warmupRatio(),
                        asked.schedule().earlyStoppingPatience()));
    }

    private static Lora toContract(dev.burnish.ingestion.domain.Lora lora) {
        return new Lora(
                lora.rank(),
                lora.alpha(),
                lora.dropout(),
                lora.targetModules(),
                lora.useRslora(),
                lora.useDora(),
                lora.loraPlusRatio(),
                BaseWeights.valueOf(lora.baseWeights().name()));
    }

    private static SubmittedFile toContract(StoredFile file) {
        Content content = file.content();
        return new SubmittedFile(
                file.id(), file.filename(), new Artifact(content.key(), content.bytes(), content.sha256()));
    }
}
