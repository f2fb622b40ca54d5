-- Ids are UUIDs of version 7 behind a prefix: in collation "C" they sort by time of creation, which is how lists are ordered and paged.

create table file (
    id          text collate "C" primary key,
    tenant      text        not null,
    created_at  timestamptz not null,
    filename    text        not null,
    purpose     text        not null,
    content_key text        not null,
    bytes       bigint      not null check (bytes >= 0),
    sha256      text        not null
);

create index file_of_tenant on file (tenant, id);

create table job (
    id                            text collate "C" primary key,
    tenant                        text             not null,
    created_at                    timestamptz      not null,

    model                         text             not null,
    training_file                 text             not null,
    validation_file               text,
    suffix                        text,
    seed                          bigint           not null,
    epochs                        integer,
    batch_size                    integer,
    learning_rate_multiplier      double precision,
    lora_rank                     integer          not null,
    lora_alpha                    double precision not null,
    lora_dropout                  double precision not null,
    metadata                      jsonb,

    request_digest                text             not null,
    idempotency_key               text,

    status                        text             not null
        check (status in ('validating_files', 'queued', 'running', 'succeeded', 'failed', 'cancelled')),
    finished_at                   timestamptz,
    error_code                    text,
    error_message                 text,
    error_param                   text,
    cancel_requested              boolean          not null,

    plan_epochs                   integer,
    plan_batch_size               integer,
    plan_learning_rate_multiplier double precision,
    trained_tokens                bigint,
    result_file                   text,
    progress_at                   timestamptz,
    estimated_finish              timestamptz,

    check ((finished_at is not null) = (status in ('succeeded', 'failed', 'cancelled'))),
    check ((error_code is not null) = (status = 'failed'))
);

create index job_of_tenant on job (tenant, id);
create index job_of_request on job (tenant, request_digest, created_at);
create index job_of_idempotency_key on job (tenant, idempotency_key, created_at) where idempotency_key is not null;

create table job_event (
    position    bigint generated always as identity primary key,
    id          text        not null unique,
    job_id      text        not null references job,
    happened_at timestamptz not null,
    level       text        not null,
    type        text        not null,
    message     text        not null,
    data        jsonb
);

create index job_event_newest_first on job_event (job_id, happened_at desc, position desc);
