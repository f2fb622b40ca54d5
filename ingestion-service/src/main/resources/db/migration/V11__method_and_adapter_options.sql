-- Jobs of before were supervised, with plain LoRA on all linear modules.

alter table job
    add column method              text             not null default 'supervised' check (method in ('supervised', 'dpo')),
    add column beta                double precision,
    add column plan_beta           double precision,
    -- names with commas between them
    add column lora_target_modules text             not null default 'q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj',
    add column lora_use_rslora     boolean          not null default false,
    add column lora_use_dora       boolean          not null default false,
    add column lora_plus_ratio     double precision not null default 1,
    add column lr_scheduler_type   text             not null default 'linear' check (lr_scheduler_type in ('linear', 'cosine', 'constant')),
    add column warmup_ratio        double precision;
