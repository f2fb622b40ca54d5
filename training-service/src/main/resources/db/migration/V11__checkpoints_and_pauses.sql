alter table training_run
    drop constraint training_run_state_check,
    add constraint training_run_state_check
        check (state in ('QUEUED', 'TRAINING', 'PAUSED', 'TRAINED', 'FAILED', 'CANCELLED'));

-- The newest of a user's requests to pause or to resume a job; 0 for none.
create table run_request (
    job_id   text   primary key,
    sequence bigint not null
);

-- What an interrupted run goes on from. A row is written in a transaction of its claim, after the objects.
create table resume_point (
    job_id                   text             not null,
    fence                    bigint           not null,
    step                     integer          not null check (step > 0),
    fingerprint              text             not null,
    tokens                   bigint           not null,
    seconds                  double precision not null,
    lowest_valid_loss        double precision,
    validations_without_gain integer          not null,
    state_key                text             not null,
    state_bytes              bigint           not null,
    state_sha256             text             not null,
    metrics_key              text             not null,
    metrics_bytes            bigint           not null,
    metrics_sha256           text             not null,
    created_at               timestamptz      not null default now(),
    primary key (job_id, fence, step)
);

-- The adapters of a run's last epochs.
create table epoch_checkpoint (
    job_id         text             not null,
    step           integer          not null check (step > 0),
    config_key     text             not null,
    config_bytes   bigint           not null,
    config_sha256  text             not null,
    weights_key    text             not null,
    weights_bytes  bigint           not null,
    weights_sha256 text             not null,
    train_loss     double precision not null,
    train_accuracy double precision not null,
    valid_loss     double precision,
    valid_accuracy double precision,
    created_at     timestamptz      not null default now(),
    primary key (job_id, step)
);
