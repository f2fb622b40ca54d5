package dev.burnish.formatting.report;

import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.report.QualityReport.ShownRow;
import dev.burnish.formatting.report.QualityReport.Split;
import java.util.List;

/**
 * What a job that is not refused goes on with.
 *
 * @param tokens of one pass over the training examples
 * @param learned those of them that count for the loss
 * @param dividesGroups whether near duplicates stand on both sides of the split
 * @param firstBatch examples of the first step
 * @param endsTurns whether a stop token is learned at the end of each of those that training does not cut
 */
public record Outcome(
        TrainingPlan plan,
        Split split,
        long tokens,
        long learned,
        boolean dividesGroups,
        Forecast forecast,
        List<ShownRow> firstBatch,
        boolean endsTurns) {
    public Outcome {
        firstBatch = List.copyOf(firstBatch);
    }
}
