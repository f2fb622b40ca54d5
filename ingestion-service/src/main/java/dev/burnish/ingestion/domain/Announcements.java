package dev.burnish.ingestion.domain;

import org.jspecify.annotations.Nullable;

/** What the rest of the pipeline is told, exactly if the transaction commits. */
public interface Announcements {
    void submitted(Job job, StoredFile trainingFile, @Nullable StoredFile validationFile);

    void cancelRequested(Job job);

    void pauseRequested(Job job);

    void resumeRequested(Job job);

    /** The key was made or revoked. */
    void keyChanged(IssuedKey key);
}
