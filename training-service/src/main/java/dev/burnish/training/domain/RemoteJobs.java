package dev.burnish.training.domain;

import java.util.List;
import java.util.Optional;

/** The runs that are trained somewhere else. */
public interface RemoteJobs {

    Optional<RemoteJob> find(String jobId);

    /** Before the other side is asked for anything, so that whatever it was asked for can be found again. */
    void add(RemoteJob job);

    /** The other side has it under this reference. */
    void started(String jobId, String reference);

    /** It goes on there, as far as we have said. */
    void running(String jobId);

    /** It waits there, as far as we have said. */
    void paused(String jobId);

    /** Nothing more is to be said of it to the other side. */
    void ended(String jobId);

    /** Those whose run was cancelled, has failed or was paused, while the other side has not been told. */
    List<Unsettled> unsettled();

    /** @param over whether the run has ended; else it is paused */
    record Unsettled(RemoteJob job, boolean over) {}
}
