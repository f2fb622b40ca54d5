package dev.burnish.ingestion.domain;

import java.util.List;
import java.util.Optional;

/** The webhooks of all tenants. Whoever asks names the tenant; another's webhook does not exist for him. */
public interface Webhooks {
    void add(Webhook webhook);

    Optional<Webhook> get(String tenant, String id);

    /** Oldest first. */
    List<Webhook> of(String tenant);

    /** What it was still to be told is forgotten with it. */
    boolean remove(String tenant, String id);
}
