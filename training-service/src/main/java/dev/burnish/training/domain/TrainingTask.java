package dev.burnish.training.domain;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.TrainingPlan;
import java.nio.file.Path;

/**
 * What to train.
 *
 * @param trainingSet canonical examples, JSONL
 * @param validationSet canonical examples, JSONL
 */
public record TrainingTask(FineTuningJob job, TrainingPlan plan, Path trainingSet, Path validationSet) {}
