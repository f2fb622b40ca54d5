package dev.burnish.training.rest;

import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import dev.burnish.training.app.FindPlace;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** A job's place in training's queue. */
@Path("/v1/fine_tuning/jobs/{fine_tuning_job_id}/queue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
@Blocking
public class QueueResource {
    private final FindPlace findPlace;
    private final Caller caller;

    public QueueResource(FindPlace findPlace, Caller caller) {
        this.findPlace = findPlace;
        this.caller = caller;
    }

    @GET
    public QueuePlaceView get(@PathParam("fine_tuning_job_id") String jobId) {
        return findPlace
                .find(caller.tenant(), jobId)
                .map(place -> QueuePlaceView.of(jobId, place, Instant.now()))
                .orElseThrow(() -> ApiException.notFound(
                        "Fine-tuning job " + jobId
                                + " is not in the queue: there is no such job, or its files have not been formatted (yet).",
                        "fine_tuning_job_id",
                        "queue_place_not_found"));
    }
}
