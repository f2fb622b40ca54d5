create table training_run (
    job_id          text primary key,
    tenant          text        not null,
    state           text        not null check (state in ('QUEUED', 'TRAINING', 'TRAINED', 'FAILED', 'CANCELLED')),
    step            integer     not null check (step >= 0),
    total_steps     integer     not null check (total_steps >= step),
    failure_code    text,
    failure_message text,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    check ((state = 'FAILED') = (failure_code is not null and failure_message is not null))
);
