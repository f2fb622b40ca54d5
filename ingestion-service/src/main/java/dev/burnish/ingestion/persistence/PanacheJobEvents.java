package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.JobEvent;
import dev.burnish.ingestion.domain.JobEvents;
import dev.burnish.ingestion.domain.JobMessage;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Histories in the table {@code job_event}. */
@ApplicationScoped
public class PanacheJobEvents implements JobEvents, PanacheRepositoryBase<JobEventRow, Long> {
    private static final String NEWEST_FIRST = " order by happenedAt desc, place desc";

    @Override
    public void add(String jobId, List<JobMessage> messages) {
        messages.forEach(message -> persist(JobEventRow.of(jobId, message)));
    }

    @Override
    public Page<JobEvent> page(String jobId, PageRequest request) {
        String after = request.after();
        PanacheQuery<JobEventRow> events =
                after == null ? find("jobId = ?1" + NEWEST_FIRST, jobId) : olderThan(jobId, after);
        return Page.cut(
                events.range(0, request.limit()).list().stream()
                        .map(JobEventRow::toEvent)
                        .toList(),
                request.limit());
    }

    @Override
    @Transactional
    public List<JobEvent> since(String jobId, @Nullable String after, int limit) {
        long place = after == null ? -1 : row(jobId, after).place;
        return find("jobId = ?1 and place > ?2 order by place", jobId, place).range(0, limit - 1).list().stream()
                .map(JobEventRow::toEvent)
                .toList();
    }

    private JobEventRow row(String jobId, String id) {
        return find("jobId = ?1 and id = ?2", jobId, id)
                .firstResultOptional()
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Kind.NOT_FOUND,
                        "Job " + jobId + " has no event " + id + ".",
                        "after",
                        "event_not_found"));
    }

    private PanacheQuery<JobEventRow> olderThan(String jobId, String after) {
        JobEventRow last = row(jobId, after);
        return find(
                "jobId = ?1 and (happenedAt < ?2 or (happenedAt = ?2 and place < ?3))" + NEWEST_FIRST,
                jobId,
                last.happenedAt,
                last.place);
    }
}
