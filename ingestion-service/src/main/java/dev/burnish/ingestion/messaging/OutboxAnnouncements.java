package dev.burnish.ingestion.messaging;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.BaseWeights;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.JobPauseRequested;
import dev.burnish.contracts.JobResumeRequested;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.ingestion.domain.Announcements;
import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.IssuedKey;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes announcements to the outbox, in the caller's transaction. */
@ApplicationScoped
public class OutboxAnnouncements implements Announcements {
    private final Outbox outbox;

    OutboxAnnouncements(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void submitted(Job job, StoredFile trainingFile, @Nullable StoredFile validationFile) {
        outbox.publish(
                job.tenant(),
                new DatasetSubmitted(
                        toContract(job),
                        toContract(trainingFile),
                        validationFile == null ? null : toContract(validationFile),
                        job.specification().columns()));
    }

    @Override
    public void cancelRequested(Job job) {
        outbox.publish(job.tenant(), new JobCancelRequested(job.id()));
    }

    @Override
    public void pauseRequested(Job job) {
        outbox.publish(job.tenant(), new JobPauseRequested(job.id()));
    }

    @Override
    public void resumeRequested(Job job) {
        outbox.publish(job.tenant(), new JobResumeRequested(job.id()));
    }

    @Override
    public void keyChanged(IssuedKey key) {
        Instant expiry = key.expiresAt();
        outbox.publish(
                key.tenant(),
                new ApiKeyChanged(
                        key.id(),
                        key.tenant(),
                        key.sha256(),
                        key.scopes(),
                        expiry == null ? null : expiry.getEpochSecond(),
                        key.revokedAt() != null));
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
