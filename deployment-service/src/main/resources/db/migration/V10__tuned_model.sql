-- Fine-tuned models that answer requests. A row appears in the transaction that completes the deployment.
create table tuned_model (
    tenant         text        not null,
    name           text        not null,
    base_model     text        not null,
    job_id         text        not null,
    config_key     text        not null,
    config_bytes   bigint      not null,
    config_sha256  text        not null,
    weights_key    text        not null,
    weights_bytes  bigint      not null,
    weights_sha256 text        not null,
    created_at     timestamptz not null,
    primary key (tenant, name)
);
