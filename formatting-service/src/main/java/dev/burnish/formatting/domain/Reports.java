package dev.burnish.formatting.domain;

import dev.burnish.contracts.DatasetReport;
import java.util.Optional;

/** Where the reports are, by the jobs that they are about. */
public interface Reports {
    /** Replaces an earlier report on the job. */
    void put(String tenant, String jobId, DatasetReport report);

    /** Empty if the tenant has no such job, or its files were not read yet. */
    Optional<DatasetReport> find(String tenant, String jobId);
}
