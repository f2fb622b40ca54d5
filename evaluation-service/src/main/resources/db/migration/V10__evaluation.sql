create table evaluation (
    job_id            text primary key,
    tenant            text        not null,
    model             text        not null,
    base_model        text        not null,
    created_at        timestamptz not null,
    state             text        not null check (state in ('QUEUED', 'EVALUATED', 'FAILED')),
    failure_code      text,
    failure_message   text,
    examples          integer,
    answered          integer,
    base_loss         double precision,
    base_perplexity   double precision,
    base_exact_match  double precision,
    tuned_loss        double precision,
    tuned_perplexity  double precision,
    tuned_exact_match double precision,
    -- every answered example with both answers, a JSON array; text, because it is only ever read whole
    samples           text,
    updated_at        timestamptz not null default now(),
    check ((state = 'FAILED') = (failure_code is not null and failure_message is not null)),
    check ((state = 'EVALUATED') = (samples is not null)),
    check (state <> 'EVALUATED'
        or num_nonnulls(examples, answered, base_loss, base_perplexity, base_exact_match,
                        tuned_loss, tuned_perplexity, tuned_exact_match) = 8)
);

create index evaluation_newest_first on evaluation (tenant, created_at desc, job_id desc) where state = 'EVALUATED';
