package dev.burnish.ingestion.domain;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * An address of a tenant that is told how its jobs end.
 *
 * @param id such as {@code webhook-…}
 * @param events what it is told
 * @param secret {@code whsec_} and the Base64 of the key that signs what is sent (Standard Webhooks)
 */
public record Webhook(String id, String tenant, Instant createdAt, URI url, List<WebhookEvent> events, String secret) {
    public Webhook {
        requireNonNull(id, "id");
        requireNonNull(tenant, "tenant");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(url, "url");
        events = List.copyOf(events);
        requireNonNull(secret, "secret");
    }
}
