package dev.burnish.ingestion.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.ingestion.domain.Deliveries;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.Webhook;
import dev.burnish.ingestion.domain.WebhookEvent;
import dev.burnish.ingestion.domain.Webhooks;
import dev.burnish.kit.AfterCommit;
import dev.burnish.kit.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Puts down what webhooks are to be told, with OpenAI's event objects as bodies. */
@ApplicationScoped
public class NotifyWebhooks {
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final DeliverWebhooks deliverWebhooks;
    private final AfterCommit afterCommit;
    private final ObjectMapper json;

    NotifyWebhooks(
            Webhooks webhooks,
            Deliveries deliveries,
            DeliverWebhooks deliverWebhooks,
            AfterCommit afterCommit,
            ObjectMapper json) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.deliverWebhooks = deliverWebhooks;
        this.afterCommit = afterCommit;
        this.json = json;
    }

    /** To be called once per job, in the transaction that ends it. */
    @Transactional(Transactional.TxType.MANDATORY)
    void ended(Job job) {
        WebhookEvent.of(job.state())
                .ifPresent(event -> webhooks.of(job.tenant()).stream()
                        .filter(webhook -> webhook.events().contains(event))
                        .forEach(webhook -> tell(webhook, event, job.id())));
    }

    /** Sends a {@link WebhookEvent#TEST}. */
    @Transactional
    public void test(Webhook webhook) {
        tell(webhook, WebhookEvent.TEST, webhook.id());
    }

    private void tell(Webhook webhook, WebhookEvent event, String about) {
        String id = Ids.create("evt_");
        ObjectNode body = json.createObjectNode()
                .put("object", "event")
                .put("id", id)
                .put("type", event.label())
                .put("created_at", Instant.now().getEpochSecond());
        body.putObject("data").put("id", about);
        try {
            deliveries.add(webhook.id(), id, event, json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
        afterCommit.run(deliverWebhooks::wake);
    }
}
