package dev.burnish.evaluation.rest;

import dev.burnish.evaluation.app.EvaluationReport;
import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.EvaluationState.Evaluated;
import dev.burnish.evaluation.domain.Evaluations;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Base against tuned model, for every job of the caller's that has come so far. */
@Path("/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
@Blocking
public class EvaluationResource {
    private static final int MAX_LIMIT = 100;

    private final Evaluations evaluations;
    private final Caller caller;

    public EvaluationResource(Evaluations evaluations, Caller caller) {
        this.evaluations = evaluations;
        this.caller = caller;
    }

    /** The evaluation of a job, with every answered example. */
    @GET
    @Path("/{fine_tuning_job_id}")
    public EvaluationReport get(@PathParam("fine_tuning_job_id") String jobId) {
        Evaluation evaluation = evaluations
                .findEvaluated(caller.tenant(), jobId)
                .orElseThrow(() -> ApiException.notFound(
                        "No evaluation of fine-tuning job " + jobId
                                + ": there is no such job, or it has not been evaluated (yet).",
                        "fine_tuning_job_id",
                        "evaluation_not_found"));
        return EvaluationReport.of(evaluation, ((Evaluated) evaluation.state()).comparison());
    }

    /** @param after the {@code fine_tuning_job} of the last evaluation seen */
    @GET
    public EvaluationListView list(
            @QueryParam("limit") @DefaultValue("20") String limit, @QueryParam("after") @Nullable String after) {
        int count = count(limit);
        List<EvaluationReport> reports = evaluations.listEvaluated(caller.tenant(), count + 1, after).stream()
                .map(evaluation ->
                        EvaluationReport.summaryOf(evaluation, ((Evaluated) evaluation.state()).comparison()))
                .toList();
        boolean hasMore = reports.size() > count;
        return new EvaluationListView("list", hasMore ? reports.subList(0, count) : reports, hasMore);
    }

    private static int count(String limit) {
        try {
            int count = Integer.parseInt(limit);
            if (count >= 1 && count <= MAX_LIMIT) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(limit);
        }
        throw outOfRange(limit);
    }

    private static ApiException outOfRange(String limit) {
        return ApiException.badRequest(
                "limit is '" + limit + "', must be a whole number from 1 to " + MAX_LIMIT + ".", "limit", null);
    }
}
