-- Files that come in parts. An upload is open for an hour; its parts lie in storage until it is completed, cancelled or expired.
create table upload (
    id         text collate "C" primary key,
    tenant     text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    filename   text        not null,
    purpose    text        not null,
    bytes      bigint      not null check (bytes > 0),
    status     text        not null check (status in ('pending', 'completed', 'cancelled')),
    file_id    text,
    check ((file_id is not null) = (status = 'completed'))
);

create index upload_pending on upload (expires_at) where status = 'pending';

create table upload_part (
    id          text collate "C" primary key,
    upload_id   text        not null references upload on delete cascade,
    created_at  timestamptz not null,
    content_key text        not null,
    bytes       bigint      not null,
    sha256      text        not null
);

create index upload_part_of_upload on upload_part (upload_id);
