package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Webhook;
import dev.burnish.ingestion.domain.Webhooks;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Webhooks in the table {@code webhook}. */
@ApplicationScoped
public class PanacheWebhooks implements Webhooks, PanacheRepositoryBase<WebhookRow, String> {
    @Override
    public void add(Webhook webhook) {
        persist(WebhookRow.of(webhook));
    }

    @Override
    public Optional<Webhook> get(String tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant, id).firstResultOptional().map(WebhookRow::toWebhook);
    }

    @Override
    public List<Webhook> of(String tenant) {
        return find("tenant = ?1 order by id", tenant).list().stream()
                .map(WebhookRow::toWebhook)
                .toList();
    }

    @Override
    @Transactional
    public boolean remove(String tenant, String id) {
        return delete("tenant = ?1 and id = ?2", tenant, id) > 0;
    }
}
