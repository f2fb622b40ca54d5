package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.app.CancelJob;
import dev.burnish.ingestion.app.PauseJob;
import dev.burnish.ingestion.app.ResumeJob;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What users do to jobs that they have created. Each answers with the job, whose status changes once training has done what was asked. */
@Path("/v1/fine_tuning/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.WRITE)
public class JobControlResource {
    private final Caller caller;
    private final CancelJob cancelJob;
    private final PauseJob pauseJob;
    private final ResumeJob resumeJob;

    JobControlResource(Caller caller, CancelJob cancelJob, PauseJob pauseJob, ResumeJob resumeJob) {
        this.caller = caller;
        this.cancelJob = cancelJob;
        this.pauseJob = pauseJob;
        this.resumeJob = resumeJob;
    }

    @POST
    @Path("/{id}/cancel")
    public JobView cancel(@PathParam("id") String id) {
        return JobView.of(cancelJob.cancel(caller.tenant(), IdForms.job(id)));
    }

    @POST
    @Path("/{id}/pause")
    public JobView pause(@PathParam("id") String id) {
        return JobView.of(pauseJob.pause(caller.tenant(), IdForms.job(id)));
    }

    @POST
    @Path("/{id}/resume")
    public JobView resume(@PathParam("id") String id) {
        return JobView.of(resumeJob.resume(caller.tenant(), IdForms.job(id)));
    }
}
