package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.app.EstimateJob;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** What a job would be and take: the request is that for a job, and nothing is created. */
@Path("/v1/fine_tuning/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
public class JobEstimateResource {
    private final Caller caller;
    private final EstimateJob estimateJob;

    JobEstimateResource(Caller caller, EstimateJob estimateJob) {
        this.caller = caller;
        this.estimateJob = estimateJob;
    }

    /** @return {@code fine_tuning.job.estimate}, which docs/report.md describes */
    @POST
    @Path("/estimate")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = CreateJobRequest.class)))
    public String estimate(InputStream body, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization)
            throws IOException {
        byte[] bytes = JsonFields.body(body);
        return estimateJob.estimate(caller.tenant(), CreateJobRequest.read(JsonFields.parse(bytes)), authorization);
    }
}
