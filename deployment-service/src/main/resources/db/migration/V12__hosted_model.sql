-- Fine-tuned models that answer at their provider. A row appears in the transaction that completes the deployment.
create table hosted_model (
    tenant         text        not null,
    name           text        not null,
    base_model     text        not null,
    job_id         text        not null,
    provider_model text        not null,
    created_at     timestamptz not null,
    primary key (tenant, name)
);
