package dev.burnish.formatting.rest;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetReport;
import dev.burnish.formatting.domain.Reports;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import dev.burnish.kit.storage.ObjectStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The report on the files of each of the caller's jobs, once they were read; also when they were refused. */
@Path("/v1/fine_tuning/jobs/{fine_tuning_job_id}")
@RolesAllowed(Scopes.READ)
@Blocking
public class ReportResource {
    private final Reports reports;
    private final ObjectStore store;
    private final Caller caller;

    public ReportResource(Reports reports, ObjectStore store, Caller caller) {
        this.reports = reports;
        this.store = store;
        this.caller = caller;
    }

    /** For programs. */
    @GET
    @Path("/report")
    @Produces(MediaType.APPLICATION_JSON)
    public Response json(@PathParam("fine_tuning_job_id") String jobId) throws IOException {
        return content(report(jobId).json()).build();
    }

    /** For people: one page without scripts, which a browser shows from the disk too. */
    @GET
    @Path("/report.html")
    @Produces(MediaType.TEXT_HTML)
    public Response page(@PathParam("fine_tuning_job_id") String jobId) throws IOException {
        return content(report(jobId).page())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .build();
    }

    private DatasetReport report(String jobId) {
        return reports.find(caller.tenant(), jobId)
                .orElseThrow(() -> ApiException.notFound(
                        "No report on the files of fine-tuning job " + jobId
                                + ": there is no such job, or its files have not been read (yet).",
                        "fine_tuning_job_id",
                        "report_not_found"));
    }

    private Response.ResponseBuilder content(Artifact artifact) throws IOException {
        InputStream content = store.open(artifact);
        StreamingOutput output = (OutputStream out) -> {
            try (content) {
                content.transferTo(out);
            }
        };
        return Response.ok(output)
                .header("Content-Length", artifact.bytes())
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }
}
