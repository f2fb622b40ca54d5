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

/** Lets a job go on that was paused, or was to be. */
@ApplicationScoped
public class ResumeJob {
    private final Jobs jobs;
    private final JobEvents events;
    private final Announcements announcements;

    ResumeJob(Jobs jobs, JobEvents events, Announcements announcements) {
        this.jobs = jobs;
        this.events = events;
        this.announcements = announcements;
    }

    /** @throws RefusedException when there is no such job, or nobody asked for it to be paused */
    @Transactional
    public Job resume(String tenant, String id) {
        Job job = jobs.lock(tenant, id).orElseThrow(() -> RefusedException.noSuchJob(id));
        if (!job.stoppable() || job.wish() != Job.Wish.PAUSE) {
            throw RefusedException.invalid(
                    "Job " + id + " is not paused: " + job.state().label() + ".",
                    "fine_tuning_job_id",
                    "job_not_paused");
        }
        Job resumed = job.resumed();
        jobs.replace(resumed);
        events.add(id, List.of(JobMessage.info(Instant.now(), "The job goes on")));
        announcements.resumeRequested(resumed);
        return resumed;
    }
}
