package dev.burnish.deployment.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code tuned_model}. */
@Entity
@Table(name = "tuned_model")
@IdClass(TunedModelKey.class)
public class TunedModelRow {
    @Id
    String tenant;

    @Id
    String name;

    @Column(name = "base_model")
    String baseModel;

    @Column(name = "job_id")
    String job;

    @Column(name = "config_key")
    String configKey;

    @Column(name = "config_bytes")
    long configBytes;

    @Column(name = "config_sha256")
    String configSha256;

    @Column(name = "weights_key")
    String weightsKey;

    @Column(name = "weights_bytes")
    long weightsBytes;

    @Column(name = "weights_sha256")
    String weightsSha256;

    @Column(name = "created_at")
    Instant created;
}
