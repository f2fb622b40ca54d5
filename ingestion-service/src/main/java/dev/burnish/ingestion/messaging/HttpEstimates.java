package dev.burnish.ingestion.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.ingestion.domain.Estimates;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.kit.Ids;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks formatting, with the event by which the job would be announced, and passes its answer on as it is. See docs/adr/0012-an-estimate-is-asked-not-announced.md. */
@ApplicationScoped
public class HttpEstimates implements Estimates {
    private static final Logger LOG = Logger.getLogger(HttpEstimates.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final URI address;
    private final Duration longest;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param formatting the service's base address, such as {@code http://formatting:8080} */
    @Inject
    HttpEstimates(@ConfigProperty(name = "burnish.formatting.url") URI formatting) {
        this(formatting, LONGEST);
    }

    /** @param longest how long an answer may take */
    HttpEstimates(URI formatting, Duration longest) {
        this.address = formatting.resolve("/internal/estimates");
        this.longest = longest;
    }

    void stop(@Observes ShutdownEvent event) {
        client.shutdownNow();
    }

    @Override
    public String of(Job job, StoredFile trainingFile, @Nullable StoredFile validationFile, String authorization) {
        Envelope question = new Envelope(
                Ids.uuid().toString(),
                "/burnish/ingestion",
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                job.tenant(),
                1,
                Submissions.of(job, trainingFile, validationFile));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(longest)
                .header("Authorization", authorization)
                .header("Content-Type", CloudEvents.CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(CloudEvents.write(question)))
                .build();
        HttpResponse<String> answer = ask(request);
        return switch (answer.statusCode()) {
            case 200 -> answer.body();
            case 400 -> throw told(answer, RefusedException.Kind.INVALID);
            case 503 -> throw told(answer, RefusedException.Kind.UNAVAILABLE);
            default -> {
                LOG.errorf("formatting answered an estimate with %d: %s", answer.statusCode(), answer.body());
                throw unavailable("The estimate could not be made. Try again in a moment.");
            }
        };
    }

    /** A kept connection whose other end has gone fails when it is used; asking twice does no harm. */
    private HttpResponse<String> ask(HttpRequest request) {
        try {
            return send(request);
        } catch (HttpTimeoutException | ConnectException e) {
            throw away(e);
        } catch (IOException e) {
            LOG.debug("asking formatting again", e);
        }
        try {
            return send(request);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("The service is stopping. Try again in a moment.");
        }
    }

    private RefusedException away(IOException failure) {
        LOG.warnf("formatting did not answer at %s: %s", address, failure);
        return unavailable(
                "Estimates are made by the formatting service, which does not answer right now. Try again in a moment; jobs can be created.");
    }

    private static RefusedException told(HttpResponse<String> answer, RefusedException.Kind kind) {
        try {
            JsonNode error = JSON.readTree(answer.body()).path("error");
            return new RefusedException(
                    kind,
                    error.path("message").asText("The estimate could not be made."),
                    error.path("param").textValue(),
                    error.path("code").textValue());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "formatting answered " + answer.statusCode() + " without an error object", e);
        }
    }

    private static RefusedException unavailable(String message) {
        return new RefusedException(RefusedException.Kind.UNAVAILABLE, message, null, "estimate_unavailable");
    }
}
