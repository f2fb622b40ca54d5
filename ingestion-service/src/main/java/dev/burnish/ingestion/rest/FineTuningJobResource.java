package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.app.CreateJob;
import dev.burnish.ingestion.domain.Checkpoint;
import dev.burnish.ingestion.domain.Checkpoints;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobEvents;
import dev.burnish.ingestion.domain.JobState;
import dev.burnish.ingestion.domain.Jobs;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.Submission;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** OpenAI's fine-tuning jobs. */
@Path("/v1/fine_tuning/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
public class FineTuningJobResource {
    private static final int DEFAULT_LIMIT = 20;
    private static final int DEFAULT_CHECKPOINT_LIMIT = 10;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_IDEMPOTENCY_KEY = 255;

    private final Caller caller;
    private final CreateJob createJob;
    private final Jobs jobs;
    private final JobEvents events;
    private final Checkpoints checkpoints;
    private final JobEventStream stream;

    FineTuningJobResource(
            Caller caller,
            CreateJob createJob,
            Jobs jobs,
            JobEvents events,
            Checkpoints checkpoints,
            JobEventStream stream) {
        this.caller = caller;
        this.createJob = createJob;
        this.jobs = jobs;
        this.events = events;
        this.checkpoints = checkpoints;
        this.stream = stream;
    }

    /**
     * @param retryCount the header by which OpenAI's clients say how often they have sent this request before
     */
    @POST
    @RolesAllowed(Scopes.WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(content = @Content(schema = @Schema(implementation = CreateJobRequest.class)))
    public JobView create(
            InputStream body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("x-stainless-retry-count") @Nullable String retryCount)
            throws IOException {
        byte[] bytes = JsonFields.body(body);
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_IDEMPOTENCY_KEY)) {
            throw RefusedException.invalid(
                    "Invalid Idempotency-Key: it must have 1 to " + MAX_IDEMPOTENCY_KEY + " characters.",
                    null,
                    "invalid_idempotency_key");
        }
        boolean retry = retryCount != null && !"0".equals(retryCount);
        Job job = createJob.create(
                caller.tenant(),
                CreateJobRequest.read(JsonFields.parse(bytes)),
                new Submission(sha256(bytes), idempotencyKey, retry));
        CrashPoint.reached("job.created");
        return JobView.of(job);
    }

    @GET
    public PageView<JobView> list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @Context UriInfo uri) {
        PageRequest request = PageParameters.read(after, limit, IdForms.JOB, DEFAULT_LIMIT, MAX_LIMIT);
        return PageView.of(
                jobs.page(caller.tenant(), MetadataFilter.of(uri.getQueryParameters()), request),
                JobView::of,
                JobView::id);
    }

    @GET
    @Path("/{id}")
    public JobView get(@PathParam("id") String id) {
        return JobView.of(job(id));
    }

    @GET
    @Path("/{id}/events")
    public PageView<JobEventView> events(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        PageRequest request = PageParameters.read(after, limit, IdForms.EVENT, DEFAULT_LIMIT, MAX_LIMIT);
        return PageView.of(events.page(job(id).id(), request), JobEventView::of, JobEventView::id);
    }

    /** Goes on after {@code Last-Event-ID}, or after the event that {@code after} names. */
    @GET
    @Path("/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    public Multi<OutboundSseEvent> eventStream(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId,
            @Context Sse sse) {
        PageRequest request = PageParameters.read(
                lastEventId == null ? after : lastEventId, null, IdForms.EVENT, DEFAULT_LIMIT, MAX_LIMIT);
        return stream.of(caller.tenant(), IdForms.job(id), request.after(), sse);
    }

    /** Those of the last three epochs, the last first; empty until the job has succeeded, from when on they answer requests. */
    @GET
    @Path("/{id}/checkpoints")
    public PageView<CheckpointView> checkpoints(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        PageRequest request =
                PageParameters.read(after, limit, IdForms.CHECKPOINT, DEFAULT_CHECKPOINT_LIMIT, MAX_LIMIT);
        Job job = job(id);
        Page<Checkpoint> page = job.state() instanceof JobState.Succeeded
                ? checkpoints.page(id, request)
                : new Page<>(List.of(), false);
        return PageView.of(page, checkpoint -> CheckpointView.of(job, checkpoint), CheckpointView::id);
    }

    private Job job(String id) {
        return jobs.get(caller.tenant(), IdForms.job(id)).orElseThrow(() -> RefusedException.noSuchJob(id));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
