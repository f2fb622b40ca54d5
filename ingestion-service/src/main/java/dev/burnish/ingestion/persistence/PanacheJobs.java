package dev.burnish.ingestion.persistence;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.Jobs;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.Submission;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Jobs in the table {@code job}. */
@ApplicationScoped
public class PanacheJobs implements Jobs, PanacheRepositoryBase<JobRow, String> {
    private static final Duration KEY_LIFETIME = Duration.ofHours(24);
    private static final Duration RETRY_LIFETIME = Duration.ofMinutes(10);
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void add(Job job, Submission submission) {
        persist(JobRow.of(job, submission));
    }

    @Override
    public Optional<Job> submittedBefore(String tenant, Submission submission) {
        String key = submission.idempotencyKey();
        lockUntilTransactionEnds(tenant + " " + (key == null ? submission.digest() : key));
        if (key != null) {
            Optional<JobRow> same = newestSince("idempotencyKey", tenant, key, KEY_LIFETIME);
            if (same.isPresent() && !same.get().requestDigest.equals(submission.digest())) {
                throw new RefusedException(
                        RefusedException.Kind.KEY_REUSED,
                        "This Idempotency-Key was used for another request. Use a new key for a new job.",
                        null,
                        "idempotency_key_reused");
            }
            return same.map(JobRow::toJob);
        }
        return submission.retry()
                ? newestSince("requestDigest", tenant, submission.digest(), RETRY_LIFETIME)
                        .map(JobRow::toJob)
                : Optional.empty();
    }

    private Optional<JobRow> newestSince(String column, String tenant, String value, Duration lifetime) {
        return find(
                        "tenant = ?1 and " + column + " = ?2 and createdAt > ?3 order by createdAt desc",
                        tenant,
                        value,
                        Instant.now().minus(lifetime))
                .firstResultOptional();
    }

    private void lockUntilTransactionEnds(String what) {
        session()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended(:what, 0)) as text)", String.class)
                .setParameter("what", what)
                .getSingleResult();
    }

    @Override
    public Optional<Job> get(String tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant, id).firstResultOptional().map(JobRow::toJob);
    }

    @Override
    public Optional<Job> lock(String tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(JobRow::toJob);
    }

    @Override
    public void replace(Job job) {
        findById(job.id()).setCourse(job);
    }

    @Override
    public Page<Job> page(String tenant, @Nullable Map<String, String> metadata, PageRequest request) {
        StringBuilder sql = new StringBuilder("select * from job where tenant = :tenant");
        if (metadata != null) {
            sql.append(
                    metadata.isEmpty()
                            ? " and (metadata is null or metadata = cast('{}' as jsonb))"
                            : " and metadata @> cast(:metadata as jsonb)");
        }
        if (request.after() != null) {
            sql.append(" and id < :after");
        }
        NativeQuery<JobRow> query = session().createNativeQuery(sql + " order by id desc", JobRow.class);
        query.setParameter("tenant", tenant);
        if (metadata != null && !metadata.isEmpty()) {
            query.setParameter("metadata", JSON.valueToTree(metadata).toString());
        }
        if (request.after() != null) {
            query.setParameter("after", request.after());
        }
        return Page.cut(
                query.setMaxResults(request.limit() + 1).getResultList().stream()
                        .map(JobRow::toJob)
                        .toList(),
                request.limit());
    }

    private Session session() {
        return getEntityManager().unwrap(Session.class);
    }
}
