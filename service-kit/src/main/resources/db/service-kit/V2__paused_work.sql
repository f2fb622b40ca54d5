-- pausing marks work of a worker that is to stop and leave it PAUSED; the mark outlives the worker.
alter table work
    drop constraint work_state_check,
    add constraint work_state_check check (state in ('QUEUED', 'RUNNING', 'PAUSED', 'DONE', 'FAILED', 'WITHDRAWN')),
    add column pausing boolean not null default false;
