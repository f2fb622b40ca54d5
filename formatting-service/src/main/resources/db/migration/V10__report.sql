create table report (
    job_id      text primary key,
    tenant      text    not null,
    json_key    text    not null,
    json_bytes  bigint  not null,
    json_sha256 text    not null,
    page_key    text    not null,
    page_bytes  bigint  not null,
    page_sha256 text    not null,
    errors      integer not null,
    warnings    integer not null,
    -- -1 where there was no example
    score       integer not null check (score between -1 and 100)
);

create table training_speed (
    job_id                text primary key,
    base_model            text             not null,
    operations_per_second double precision not null check (operations_per_second > 0),
    created_at            timestamptz      not null default now()
);

create index training_speed_newest_first on training_speed (base_model, created_at desc);
