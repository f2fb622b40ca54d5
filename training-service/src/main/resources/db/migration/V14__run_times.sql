-- How long runs take, for the estimates of those that wait.
create table run_time (
    job_id       text primary key,
    base_model   text   not null,
    tokens       bigint not null check (tokens >= 0),
    seconds_left double precision,
    seconds      double precision,
    trained_at   timestamptz,
    check ((seconds is null) = (trained_at is null))
);

create index run_time_trained on run_time (base_model, trained_at desc) where trained_at is not null;
