alter table job
    add column wish text not null default 'succeed' check (wish in ('succeed', 'pause', 'cancel'));
update job set wish = 'cancel' where cancel_requested;

alter table job
    drop column cancel_requested,
    drop constraint job_status_check,
    add constraint job_status_check
        check (status in ('validating_files', 'queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled')),
    add column lora_base_weights       text not null default 'bf16' check (lora_base_weights in ('bf16', 'int8', 'nf4')),
    add column early_stopping_patience integer;

create table checkpoint (
    id             text             primary key,
    job_id         text             not null references job,
    created_at     timestamptz      not null,
    step           integer          not null,
    train_loss     double precision not null,
    train_accuracy double precision not null,
    valid_loss     double precision,
    valid_accuracy double precision,
    unique (job_id, step)
);
