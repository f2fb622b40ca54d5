package dev.burnish.ingestion.domain;

import java.util.Optional;

/** How a webhook is told. */
public interface WebhookCalls {
    /**
     * Takes at most some 15 seconds.
     *
     * @return empty if the receiver has accepted it, else why not, without a word that the receiver said
     */
    Optional<String> send(Delivery.Due delivery);
}
