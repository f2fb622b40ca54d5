-- A provider tells no losses of its models: they are null then, in all four columns.

alter table evaluation
    drop constraint evaluation_check2,
    add check (state <> 'EVALUATED' or num_nonnulls(examples, answered, base_exact_match, tuned_exact_match) = 4),
    add check (num_nonnulls(base_loss, base_perplexity, tuned_loss, tuned_perplexity) in (0, 4));
