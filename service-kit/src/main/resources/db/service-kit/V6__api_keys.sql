-- The API keys that were made while the system runs, as the events about them say. change counts the changes of all keys in the order of their commits, by which every instance
-- finds what is new.
create table api_key (
    id         text    primary key,
    tenant     text    not null,
    sha256     text    not null,
    -- names with commas between them
    scopes     text    not null,
    expires_at timestamptz,
    revoked    boolean not null,
    sequence   bigint  not null,
    change     bigint  not null unique
);
