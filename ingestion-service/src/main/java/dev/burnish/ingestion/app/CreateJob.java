package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Announcements;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobEvents;
import dev.burnish.ingestion.domain.JobMessage;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.Jobs;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.ingestion.domain.Submission;
import dev.burnish.kit.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts a fine-tuning job and hands it to the pipeline, once however often it is asked. */
@ApplicationScoped
public class CreateJob {
    private final Jobs jobs;
    private final JobEvents events;
    private final JobMaterials materials;
    private final Announcements announcements;

    CreateJob(Jobs jobs, JobEvents events, JobMaterials materials, Announcements announcements) {
        this.jobs = jobs;
        this.events = events;
        this.materials = materials;
        this.announcements = announcements;
    }

    /**
     * @return the new job, or the one that an equal submission made before
     * @throws RefusedException when the model is unknown, a file cannot be used or the submission's key is another's
     */
    @Transactional
    public Job create(String tenant, JobSpecification specification, Submission submission) {
        Optional<Job> earlier = jobs.submittedBefore(tenant, submission);
        return earlier.isPresent() ? earlier.get() : accept(tenant, specification, submission);
    }

    private Job accept(String tenant, JobSpecification specification, Submission submission) {
        JobMaterials.Found found = materials.find(tenant, specification);
        StoredFile trainingFile = found.trainingFile();
        @Nullable StoredFile validationFile = found.validationFile();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Job job = Job.submitted(Ids.create("ftjob-"), tenant, now, specification);
        jobs.add(job, submission);
        String files = "Validating training file: " + trainingFile.id()
                + (validationFile == null ? "" : " and validation file: " + validationFile.id());
        events.add(
                job.id(),
                List.of(JobMessage.info(now, "Created fine-tuning job: " + job.id()), JobMessage.info(now, files)));
        announcements.submitted(job, trainingFile, validationFile);
        return job;
    }
}
