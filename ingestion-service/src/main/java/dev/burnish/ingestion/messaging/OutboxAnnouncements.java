package dev.burnish.ingestion.messaging;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.contracts.JobCancelRequested;
import dev.burnish.contracts.JobPauseRequested;
import dev.burnish.contracts.JobResumeRequested;
import dev.burnish.ingestion.domain.Announcements;
import dev.burnish.ingestion.domain.IssuedKey;
import dev.burnish.ingestion.domain.Job;
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
        outbox.publish(job.tenant(), Submissions.of(job, trainingFile, validationFile));
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
}
