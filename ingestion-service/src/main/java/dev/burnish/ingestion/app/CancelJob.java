package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Announcements;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobEvents;
import dev.burnish.ingestion.domain.JobMessage;
import dev.burnish.ingestion.domain.Jobs;
import dev.burnish.ingestion.domain.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Asks the pipeline to stop a job; the job is cancelled once training says that it has stopped. */
@ApplicationScoped
public class CancelJob {
    private final Jobs jobs;
    private final JobEvents events;
    private final Announcements announcements;

    CancelJob(Jobs jobs, JobEvents events, Announcements announcements) {
        this.jobs = jobs;
        this.events = events;
        this.announcements = announcements;
    }

    /** @throws RefusedException when there is no such job, or it is too late to stop it */
    @Transactional
    public Job cancel(String tenant, String id) {
        Job job = jobs.lock(tenant, id).orElseThrow(() -> RefusedException.noSuchJob(id));
        if (!job.stoppable()) {
            throw RefusedException.invalid(
                    job.ended()
                            ? "Job " + id + " has already ended: " + job.state().label() + "."
                            : "Job " + id + " has finished training and can no longer be cancelled.",
                    "fine_tuning_job_id",
                    "job_not_cancellable");
        }
        if (job.wish() == Job.Wish.CANCEL) {
            return job;
        }
        Job stopping = job.wished(Job.Wish.CANCEL);
        jobs.replace(stopping);
        events.add(id, List.of(JobMessage.info(Instant.now(), "Cancellation requested")));
        announcements.cancelRequested(stopping);
        return stopping;
    }
}
