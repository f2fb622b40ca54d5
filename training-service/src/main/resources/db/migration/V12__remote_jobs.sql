-- Runs that are trained somewhere else. A row is written before the other side is asked for anything.
create table remote_job (
    job_id     text primary key,
    base_model text        not null,
    since      timestamptz not null,
    -- what the other side calls it; null until it has answered
    reference  text,
    -- what the other side was told last
    state      text        not null check (state in ('RUNNING', 'PAUSED', 'ENDED'))
);
