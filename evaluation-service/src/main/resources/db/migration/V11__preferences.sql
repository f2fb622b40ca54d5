-- Of dpo jobs; null for others.

alter table evaluation
    add column base_pair_accuracy    double precision,
    add column base_preference_loss  double precision,
    add column tuned_pair_accuracy   double precision,
    add column tuned_preference_loss double precision,
    add check (num_nonnulls(base_pair_accuracy, base_preference_loss, tuned_pair_accuracy, tuned_preference_loss) in (0, 4));
