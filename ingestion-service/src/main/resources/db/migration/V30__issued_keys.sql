-- API keys, as operators make and revoke them. The key itself is nowhere; it is random and long, so that its digest tells nothing of it.
create table issued_key (
    id         text collate "C" primary key,
    tenant     text        not null,
    name       text        not null,
    -- names with commas between them
    scopes     text        not null,
    sha256     text        not null unique,
    last_four  text        not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);
