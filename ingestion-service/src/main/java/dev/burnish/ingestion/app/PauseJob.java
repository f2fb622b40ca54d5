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

/** Asks the pipeline to let a job wait; the job is paused once training says that it waits. */
@ApplicationScoped
public class PauseJob {
    private final Jobs jobs;
    private final JobEvents events;
    private final Announcements announcements;

    PauseJob(Jobs jobs, JobEvents events, Announcements announcements) {
        this.jobs = jobs;
        this.events = events;
        this.announcements = announcements;
    }

    /** @throws RefusedException when there is no such job, or it is too late to pause it */
    @Transactional
    public Job pause(String tenant, String id) {
        Job job = jobs.lock(tenant, id).orElseThrow(() -> RefusedException.noSuchJob(id));
        if (!job.stoppable() || job.wish() == Job.Wish.CANCEL) {
            throw RefusedException.invalid(reason(job), "fine_tuning_job_id", "job_not_pausable");
        }
        if (job.wish() == Job.Wish.PAUSE) {
            return job;
        }
        Job pausing = job.wished(Job.Wish.PAUSE);
        jobs.replace(pausing);
        events.add(id, List.of(JobMessage.info(Instant.now(), "Pause requested")));
        announcements.pauseRequested(pausing);
        return pausing;
    }

    private static String reason(Job job) {
        if (job.ended()) {
            return "Job " + job.id() + " has already ended: " + job.state().label() + ".";
        }
        return job.stoppable()
                ? "Job " + job.id() + " is being cancelled."
                : "Job " + job.id() + " has finished training and can no longer be paused.";
    }
}
