package dev.burnish.evaluation.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.evaluation.app.EvaluationReport;
import java.util.List;

/**
 * A page of evaluations, newest first, without their samples.
 *
 * @param object always {@code list}
 * @param hasMore whether there are more behind the last one here
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EvaluationListView(String object, List<EvaluationReport> data, boolean hasMore) {}
