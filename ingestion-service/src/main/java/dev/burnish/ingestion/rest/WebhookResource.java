package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.app.NotifyWebhooks;
import dev.burnish.ingestion.app.RegisterWebhook;
import dev.burnish.ingestion.domain.Deliveries;
import dev.burnish.ingestion.domain.Delivery;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.Webhook;
import dev.burnish.ingestion.domain.WebhookEvent;
import dev.burnish.ingestion.domain.Webhooks;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a tenant's systems are told how its jobs end; OpenAI's events, whose webhooks are set up on a page instead. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
public class WebhookResource {
    private static final int MAX_URL = 2048;
    private static final List<WebhookEvent> OFFERED =
            List.of(WebhookEvent.JOB_SUCCEEDED, WebhookEvent.JOB_FAILED, WebhookEvent.JOB_CANCELLED);

    private final Caller caller;
    private final RegisterWebhook registerWebhook;
    private final NotifyWebhooks notifyWebhooks;
    private final Webhooks webhooks;
    private final Deliveries deliveries;

    WebhookResource(
            Caller caller,
            RegisterWebhook registerWebhook,
            NotifyWebhooks notifyWebhooks,
            Webhooks webhooks,
            Deliveries deliveries) {
        this.caller = caller;
        this.registerWebhook = registerWebhook;
        this.notifyWebhooks = notifyWebhooks;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    /** The answer has the secret, which is shown this once. */
    @POST
    @RolesAllowed(Scopes.WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    public WebhookView create(InputStream body) throws IOException {
        JsonFields fields = JsonFields.parse(JsonFields.body(body)).allowOnly(Set.of("url", "events"));
        Webhook webhook = registerWebhook.register(caller.tenant(), url(fields.requiredText("url")), events(fields));
        return WebhookView.of(webhook, webhook.secret());
    }

    @GET
    public PageView<WebhookView> list() {
        return PageView.of(
                new Page<>(webhooks.of(caller.tenant()), false),
                webhook -> WebhookView.of(webhook, null),
                WebhookView::id);
    }

    @GET
    @Path("/{id}")
    public WebhookView get(@PathParam("id") String id) {
        return WebhookView.of(webhook(id), null);
    }

    @DELETE
    @RolesAllowed(Scopes.WRITE)
    @Path("/{id}")
    public DeletedView delete(@PathParam("id") String id) {
        if (!webhooks.remove(caller.tenant(), webhook(id).id())) {
            throw noSuchWebhook(id);
        }
        return new DeletedView(id, "webhook", true);
    }

    /** Sends a {@code webhook.test}; its delivery tells how that went. */
    @POST
    @RolesAllowed(Scopes.WRITE)
    @Path("/{id}/test")
    public WebhookView test(@PathParam("id") String id) {
        Webhook webhook = webhook(id);
        notifyWebhooks.test(webhook);
        return WebhookView.of(webhook, null);
    }

    /** Newest first, at most 100. */
    @GET
    @Path("/{id}/deliveries")
    public PageView<DeliveryView> deliveries(@PathParam("id") String id) {
        return PageView.of(new Page<>(deliveries.of(webhook(id).id()), false), DeliveryView::of, DeliveryView::id);
    }

    private Webhook webhook(String id) {
        if (!IdForms.WEBHOOK.matcher(id).matches()) {
            throw noSuchWebhook(id);
        }
        return webhooks.get(caller.tenant(), id).orElseThrow(() -> noSuchWebhook(id));
    }

    private static RefusedException noSuchWebhook(String id) {
        return new RefusedException(
                RefusedException.Kind.NOT_FOUND, "No such webhook: " + id, "id", "webhook_not_found");
    }

    private static URI url(String text) {
        try {
            if (text.length() <= MAX_URL) {
                return new URI(text);
            }
        } catch (URISyntaxException e) {
            // answered like one that is too long
        }
        throw RefusedException.invalid(
                "Invalid 'url': it must be an address of at most " + MAX_URL + " characters.", "url", "invalid_url");
    }

    private static List<WebhookEvent> events(JsonFields fields) {
        List<String> labels = fields.list("events");
        if (labels == null) {
            return OFFERED;
        }
        List<WebhookEvent> events = labels.stream()
                .distinct()
                .map(label -> WebhookEvent.ofLabel(label)
                        .filter(OFFERED::contains)
                        .orElseThrow(() -> invalidEvents("'" + label + "' is no event. ")))
                .toList();
        if (events.isEmpty()) {
            throw invalidEvents("");
        }
        return events;
    }

    private static RefusedException invalidEvents(String what) {
        return RefusedException.invalid(
                "Invalid 'events': " + what + "Give at least one of "
                        + String.join(
                                ", ", OFFERED.stream().map(WebhookEvent::label).toList()) + ".",
                "events",
                "invalid_value");
    }

    /** A webhook as its owner sees it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhookView(
            String object,
            String id,
            long createdAt,
            String url,
            List<String> events,
            @Nullable String secret) {
        static WebhookView of(Webhook webhook, @Nullable String secret) {
            return new WebhookView(
                    "webhook",
                    webhook.id(),
                    webhook.createdAt().getEpochSecond(),
                    webhook.url().toString(),
                    webhook.events().stream().map(WebhookEvent::label).toList(),
                    secret);
        }
    }

    /** What became of an event. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DeliveryView(
            String object,
            String id,
            long createdAt,
            String type,
            String status,
            int attempts,
            @Nullable String lastProblem) {
        static DeliveryView of(Delivery delivery) {
            return new DeliveryView(
                    "webhook.delivery",
                    delivery.id(),
                    delivery.createdAt().getEpochSecond(),
                    delivery.event().label(),
                    delivery.state().name().toLowerCase(Locale.ROOT),
                    delivery.attempts(),
                    delivery.lastProblem());
        }
    }
}
