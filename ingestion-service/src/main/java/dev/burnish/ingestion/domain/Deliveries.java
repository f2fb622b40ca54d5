package dev.burnish.ingestion.domain;

import java.time.Duration;
import java.util.List;

/** What webhooks are told, have been told, and are to be told again. */
public interface Deliveries {
    /** Due at once. */
    void add(String webhookId, String id, WebhookEvent event, String body);

    /** Takes those that are due; nobody else gets them for a minute, within which the outcome is to be said. */
    List<Delivery.Due> take(int most);

    void delivered(String id);

    void again(String id, String problem, Duration pause);

    void giveUp(String id, String problem);

    /** Newest first, at most 100. */
    List<Delivery> of(String webhookId);
}
