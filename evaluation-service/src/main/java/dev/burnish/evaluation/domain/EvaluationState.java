package dev.burnish.evaluation.domain;

import dev.burnish.contracts.Failure;

/** Where an evaluation stands: queued, then one of the two ends, which never change. */
public sealed interface EvaluationState {

    record Queued() implements EvaluationState {}

    record Evaluated(Comparison comparison) implements EvaluationState {}

    record Failed(Failure failure) implements EvaluationState {}
}
