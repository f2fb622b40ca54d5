package dev.burnish.ingestion.domain;

import org.jspecify.annotations.Nullable;

/** What jobs would be and take. */
public interface Estimates {
    /**
     * Reads the files as the job would, and leaves nothing behind.
     *
     * @param job that is not announced
     * @param authorization of the caller, in whose name the files are read
     * @return a JSON object, as the caller gets it
     * @throws RefusedException when nobody tells in time, or such files cannot be estimated
     */
    String of(Job job, StoredFile trainingFile, @Nullable StoredFile validationFile, String authorization);
}
