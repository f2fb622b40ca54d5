package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.Webhook;
import dev.burnish.ingestion.domain.WebhookEvent;
import dev.burnish.ingestion.domain.Webhooks;
import dev.burnish.kit.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes down where a tenant wants to be told how its jobs end, and makes the secret that signs what is sent there. */
@ApplicationScoped
public class RegisterWebhook {
    private static final int MOST = 20;
    private static final int SECRET_BYTES = 32;

    private final Webhooks webhooks;
    private final boolean privateNetworks;
    private final SecureRandom random = new SecureRandom();

    RegisterWebhook(
            Webhooks webhooks,
            @ConfigProperty(name = "burnish.webhooks.private-networks", defaultValue = "false")
                    boolean privateNetworks) {
        this.webhooks = webhooks;
        this.privateNetworks = privateNetworks;
    }

    /** @throws RefusedException when the address cannot be called, or the tenant has 20 webhooks */
    @Transactional
    public Webhook register(String tenant, URI url, List<WebhookEvent> events) {
        check(url);
        if (webhooks.of(tenant).size() >= MOST) {
            throw RefusedException.invalid(
                    "There are " + MOST + " webhooks already, which is the most. Delete one first.",
                    null,
                    "too_many_webhooks");
        }
        Webhook webhook = new Webhook(Ids.create("webhook-"), tenant, Instant.now(), url, events, secret());
        webhooks.add(webhook);
        return webhook;
    }

    private void check(URI url) {
        boolean web = "https".equals(url.getScheme()) || (privateNetworks && "http".equals(url.getScheme()));
        if (!web || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw RefusedException.invalid(
                    "Invalid 'url': it must be an " + (privateNetworks ? "http or " : "")
                            + "https address with a host, without user information or fragment.",
                    "url",
                    "invalid_url");
        }
    }

    private String secret() {
        byte[] key = new byte[SECRET_BYTES];
        random.nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }
}
