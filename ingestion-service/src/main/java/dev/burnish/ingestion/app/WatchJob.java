package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobEvent;
import dev.burnish.ingestion.domain.JobEvents;
import dev.burnish.ingestion.domain.Jobs;
import dev.burnish.ingestion.domain.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what has happened to a job since one looked last. */
@ApplicationScoped
public class WatchJob {
    private static final int MOST = 1000;

    private final Jobs jobs;
    private final JobEvents events;

    WatchJob(Jobs jobs, JobEvents events) {
        this.jobs = jobs;
        this.events = events;
    }

    /**
     * What has happened.
     *
     * @param events oldest first, at most 1000
     * @param complete whether the job has ended and these are its last events
     */
    public record News(List<JobEvent> events, boolean complete) {}

    /**
     * @param after the id of the last event seen; null to begin with the first
     * @throws RefusedException when there is no such job or event
     */
    @Transactional
    public News since(String tenant, String id, @Nullable String after) {
        // The state comes first: when it says that the job has ended, the events that tell so are there.
        boolean ended = jobs.get(tenant, id).map(Job::ended).orElseThrow(() -> RefusedException.noSuchJob(id));
        List<JobEvent> found = events.since(id, after, MOST);
        return new News(found, ended && found.size() < MOST);
    }
}
