-- Where a tenant's systems are told how its jobs ended. The secret signs what is sent, so that it is stored as it is.
create table webhook (
    id         text collate "C" primary key,
    tenant     text        not null,
    created_at timestamptz not null,
    url        text        not null,
    -- names with commas between them
    events     text        not null,
    secret     text        not null
);

create index webhook_of_tenant on webhook (tenant, id);

-- What there is to tell one webhook; the body goes out as it stands here, byte for byte, with every attempt.
create table webhook_delivery (
    id           text collate "C" primary key,
    webhook_id   text        not null references webhook on delete cascade,
    event        text        not null,
    body         text        not null,
    created_at   timestamptz not null default clock_timestamp(),
    state        text        not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    attempts     integer     not null default 0,
    due_at       timestamptz not null default clock_timestamp(),
    last_problem text
);

create index webhook_delivery_due on webhook_delivery (due_at) where state = 'pending';
create index webhook_delivery_of_webhook on webhook_delivery (webhook_id, id);
