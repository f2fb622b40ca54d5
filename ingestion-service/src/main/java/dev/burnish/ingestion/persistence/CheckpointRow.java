package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Checkpoint;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code checkpoint}; written once. */
@Entity
@Table(name = "checkpoint")
class CheckpointRow {
    @Id
    String id;

    @Column(name = "job_id")
    String jobId;

    @Column(name = "created_at")
    Instant createdAt;

    int step;

    @Column(name = "train_loss")
    double trainLoss;

    @Column(name = "train_accuracy")
    double trainAccuracy;

    @Column(name = "valid_loss")
    Double validLoss;

    @Column(name = "valid_accuracy")
    Double validAccuracy;

    static CheckpointRow of(String jobId, Checkpoint checkpoint) {
        CheckpointRow row = new CheckpointRow();
        row.id = checkpoint.id();
        row.jobId = jobId;
        row.createdAt = checkpoint.createdAt();
        row.step = checkpoint.step();
        row.trainLoss = checkpoint.trainLoss();
        row.trainAccuracy = checkpoint.trainAccuracy();
        row.validLoss = checkpoint.validLoss();
        row.validAccuracy = checkpoint.validAccuracy();
        return row;
    }

    Checkpoint toCheckpoint() {
        return new Checkpoint(id, createdAt, step, trainLoss, trainAccuracy, validLoss, validAccuracy);
    }
}
