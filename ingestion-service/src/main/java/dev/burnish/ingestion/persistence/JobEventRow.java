package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.JobEvent;
import dev.burnish.ingestion.domain.JobMessage;
import dev.burnish.kit.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code job_event}; written once. Its place tells the order of events of one moment. */
@Entity
@Table(name = "job_event")
class JobEventRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "position")
    Long place;

    String id;

    @Column(name = "job_id")
    String jobId;

    @Column(name = "happened_at")
    Instant happenedAt;

    String level;

    @Column(name = "type")
    String kind;

    String message;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Number> data;

    static JobEventRow of(String jobId, JobMessage message) {
        JobEventRow row = new JobEventRow();
        row.id = Ids.create("ftevent-");
        row.jobId = jobId;
        row.happenedAt = message.at();
        row.level = message.level().name().toLowerCase(Locale.ROOT);
        row.kind = message.type().name().toLowerCase(Locale.ROOT);
        row.message = message.text();
        row.data = message.data().isEmpty() ? null : message.data();
        return row;
    }

    JobEvent toEvent() {
        return new JobEvent(
                id,
                new JobMessage(
                        happenedAt,
                        JobMessage.Level.valueOf(level.toUpperCase(Locale.ROOT)),
                        JobMessage.Type.valueOf(kind.toUpperCase(Locale.ROOT)),
                        message,
                        data == null ? Map.of() : data));
    }
}
