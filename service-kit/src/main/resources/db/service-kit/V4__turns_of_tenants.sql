-- Tenants take turns at the workers: whose work it is, and when it was claimed last.
alter table work
    add column tenant text not null default '',
    add column claimed_at timestamptz;

create index work_turns on work (tenant, claimed_at desc nulls last);
