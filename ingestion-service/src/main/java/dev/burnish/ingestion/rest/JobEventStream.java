package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.ingestion.app.WatchJob;
import dev.burnish.ingestion.app.WatchJob.News;
import dev.burnish.ingestion.domain.JobEvent;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.kit.security.CurrentTenant;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A job's events as server-sent events (WHATWG HTML, section 9.2), from the first or from the one after the last seen, until the job has ended and {@code [DONE]} was said. The id
 * of each is the event's, so that a client that comes back with {@code Last-Event-ID} misses nothing and sees nothing twice. A comment is sent when nothing else was for a while,
 * so that no proxy takes the connection for dead.
 */
@ApplicationScoped
class JobEventStream {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int QUIET_POLLS = 15;

    private final WatchJob watchJob;
    private final ObjectMapper json;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /** @param most how many streams may be open at a time at this instance, for all tenants together */
    JobEventStream(
            WatchJob watchJob,
            ObjectMapper json,
            @ConfigProperty(name = "burnish.events.streams", defaultValue = "200") int most) {
        this.watchJob = watchJob;
        this.json = json;
        this.most = most;
    }

    /**
     * @param after the id of the last event seen; null to begin with the first
     * @throws RefusedException when there is no such job or event, or too many streams are open
     */
    Multi<OutboundSseEvent> of(String tenant, String jobId, @Nullable String after, Sse sse) {
        watchJob.since(tenant, jobId, after);
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            throw new RefusedException(
                    RefusedException.Kind.UNAVAILABLE,
                    "All " + most + " event streams are in use. Ask for the events by page meanwhile.",
                    null,
                    "too_many_streams");
        }
        Reader reader = new Reader(tenant, jobId, after, sse);
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().item(reader::next).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .withDelay(POLL)
                .whilst(batch -> !batch.last())
                .onTermination()
                .invoke(open::decrementAndGet)
                .onItem()
                .transformToIterable(Batch::events);
    }

    /** What one look at the job brings; {@code last} if there is no more to come. */
    private record Batch(List<OutboundSseEvent> events, boolean last) {}

    /** Where one client is; looks again and again, never twice at a time. */
    private final class Reader {
        private final String tenant;
        private final String jobId;
        private final Sse sse;
        private @Nullable String last;
        private int quiet;

        Reader(String tenant, String jobId, @Nullable String after, Sse sse) {
            this.tenant = tenant;
            this.jobId = jobId;
            this.last = after;
            this.sse = sse;
        }

        Batch next() {
            News news = CurrentTenant.call(tenant, () -> watchJob.since(tenant, jobId, last));
            List<OutboundSseEvent> batch = new ArrayList<>();
            for (JobEvent event : news.events()) {
                last = event.id();
                batch.add(sse.newEventBuilder()
                        .id(event.id())
                        .data(String.class, text(event))
                        .build());
            }
            quiet = batch.isEmpty() ? quiet + 1 : 0;
            if (news.complete()) {
                batch.add(sse.newEventBuilder().data(String.class, "[DONE]").build());
            } else if (quiet == QUIET_POLLS) {
                quiet = 0;
                batch.add(sse.newEventBuilder().comment("waiting").build());
            }
            return new Batch(batch, news.complete());
        }

        private String text(JobEvent event) {
            try {
                return json.writeValueAsString(JobEventView.of(event));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("an event must be writable as JSON", e);
            }
        }
    }
}
