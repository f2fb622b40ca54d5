package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Checkpoint;
import dev.burnish.ingestion.domain.Checkpoints;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Checkpoints in the table {@code checkpoint}. */
@ApplicationScoped
public class PanacheCheckpoints implements Checkpoints, PanacheRepositoryBase<CheckpointRow, String> {
    private static final String LAST_FIRST = " order by step desc";

    @Override
    public void add(String jobId, List<Checkpoint> checkpoints) {
        checkpoints.forEach(checkpoint -> persist(CheckpointRow.of(jobId, checkpoint)));
    }

    @Override
    public Page<Checkpoint> page(String jobId, PageRequest request) {
        int before = request.after() == null ? Integer.MAX_VALUE : step(jobId, request.after());
        return Page.cut(
                find("jobId = ?1 and step < ?2" + LAST_FIRST, jobId, before).range(0, request.limit()).list().stream()
                        .map(CheckpointRow::toCheckpoint)
                        .toList(),
                request.limit());
    }

    private int step(String jobId, String id) {
        return find("jobId = ?1 and id = ?2", jobId, id)
                .firstResultOptional()
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Kind.NOT_FOUND,
                        "Job " + jobId + " has no checkpoint " + id + ".",
                        "after",
                        "checkpoint_not_found"))
                .step;
    }
}
