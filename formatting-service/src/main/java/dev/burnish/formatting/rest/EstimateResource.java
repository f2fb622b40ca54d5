package dev.burnish.formatting.rest;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.app.EstimateTraining;
import dev.burnish.formatting.app.JobEstimate;
import dev.burnish.formatting.app.NoEstimateException;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For ingestion, which no gateway leads here: what a job would be and take that it has not announced. */
@Path("/internal/estimates")
@RolesAllowed(Scopes.READ)
@Blocking
public class EstimateResource {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final EstimateTraining estimateTraining;
    private final Caller caller;

    public EstimateResource(EstimateTraining estimateTraining, Caller caller) {
        this.estimateTraining = estimateTraining;
        this.caller = caller;
    }

    /** @param event {@code dataset.submitted}, as it would announce the job */
    @POST
    @Consumes("application/cloudevents+json")
    @Produces(MediaType.APPLICATION_JSON)
    public JobEstimate estimate(String event) throws IOException {
        DatasetSubmitted submitted = read(event);
        requireOwn(submitted);
        try {
            return estimateTraining.estimate(submitted);
        } catch (NoEstimateException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e.reason()) {
                case BUSY, TOO_SLOW -> ApiException.unavailable(message, RETRY_AFTER);
                case TOO_LARGE -> ApiException.badRequest(message, null, "file_too_large_to_estimate");
            };
        }
    }

    private static DatasetSubmitted read(String event) {
        try {
            Optional<Envelope> envelope = CloudEvents.read(event);
            if (envelope.isPresent() && envelope.get().event() instanceof DatasetSubmitted submitted) {
                return submitted;
            }
        } catch (MalformedEventException e) {
            throw ApiException.badRequest("The event cannot be read: " + e.getMessage() + ".", null, "malformed_event");
        }
        throw ApiException.badRequest("The event must be dataset.submitted.", null, "malformed_event");
    }

    /** Whoever reaches this service may ask with a key of their own, but about their own files alone. */
    private void requireOwn(DatasetSubmitted submitted) {
        boolean own = submitted.job().tenant().equals(caller.tenant())
                && isOwn(submitted.trainingFile())
                && isOwn(submitted.validationFile());
        if (!own) {
            throw new ForbiddenException();
        }
    }

    private boolean isOwn(@Nullable SubmittedFile file) {
        if (file == null) {
            return true;
        }
        Artifact content = file.content();
        String folder = "tenants/" + caller.tenant() + "/files/";
        return content.key().startsWith(folder) && content.key().indexOf('/', folder.length()) < 0;
    }
}
