-- Events that are committed and not yet acknowledged by the broker; a row is deleted once it is.
create table outbox (
    id         text        primary key,
    topic      text        not null,
    subject    text        not null,
    sequence   bigint      not null,
    body       text        not null,
    created_at timestamptz not null default clock_timestamp(),
    unique (subject, sequence)
);

-- The last sequence number given out per subject. Its row lock, held to the end of the transaction, is what keeps sequences without gaps and in commit order.
create table outbox_sequence (
    subject text   primary key,
    last    bigint not null
);

-- Every event that has taken effect here. The digest tells a redelivery from another event with the same id.
create table inbox (
    source      text        not null,
    id          text        not null,
    sha256      bytea       not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (source, id)
);

create index inbox_received_at on inbox (received_at);

-- fence counts the claims of a piece of work, commits the transactions of the current claim; attempts counts the claims since the work last made progress.
create table work (
    id          text        primary key,
    payload     text        not null,
    state       text        not null default 'QUEUED' check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'WITHDRAWN')),
    owner       text,
    fence       bigint      not null default 0,
    lease_until timestamptz,
    commits     bigint      not null default 0,
    attempts    integer     not null default 0,
    not_before  timestamptz not null default clock_timestamp(),
    created_at  timestamptz not null default clock_timestamp(),
    check ((state = 'RUNNING') = (owner is not null and lease_until is not null))
);

create index work_unfinished on work (created_at) where state in ('QUEUED', 'RUNNING');
