package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Estimates;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.kit.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Tells what a job would be and take, without creating it. */
@ApplicationScoped
public class EstimateJob {
    private final JobMaterials materials;
    private final Estimates estimates;

    EstimateJob(JobMaterials materials, Estimates estimates) {
        this.materials = materials;
        this.estimates = estimates;
    }

    /**
     * @param authorization of the caller, in whose name the files are read
     * @return a JSON object
     * @throws RefusedException when the job would be refused at once, or no estimate can be made
     */
    public String estimate(String tenant, JobSpecification specification, String authorization) {
        JobMaterials.Found found = materials.find(tenant, specification);
        Job job = Job.submitted(Ids.create("ftjob-"), tenant, Instant.now(), specification);
        return estimates.of(job, found.trainingFile(), found.validationFile(), authorization);
    }
}
