package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Webhook;
import dev.burnish.ingestion.domain.WebhookEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A row of {@code webhook}; written once. */
@Entity
@Table(name = "webhook")
class WebhookRow {
    @Id
    String id;

    String tenant;

    @Column(name = "created_at")
    Instant createdAt;

    String url;
    String events;
    String secret;

    static WebhookRow of(Webhook webhook) {
        WebhookRow row = new WebhookRow();
        row.id = webhook.id();
        row.tenant = webhook.tenant();
        row.createdAt = webhook.createdAt();
        row.url = webhook.url().toString();
        row.events = webhook.events().stream().map(WebhookEvent::label).collect(Collectors.joining(","));
        row.secret = webhook.secret();
        return row;
    }

    Webhook toWebhook() {
        return new Webhook(
                id,
                tenant,
                createdAt,
                URI.create(url),
                Arrays.stream(events.split(","))
                        .map(label -> WebhookEvent.ofLabel(label).orElseThrow())
                        .toList(),
                secret);
    }
}
