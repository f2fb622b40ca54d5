package dev.burnish.kit.security;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.AfterCommit;
import dev.burnish.kit.inbox.EventReceiver;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears in every service which keys there are. */
@ApplicationScoped
public class ApiKeyChangedListener {
    private final EventReceiver receiver;
    private final StoredKeys table;
    private final ApiKeys keys;
    private final AfterCommit afterCommit;

    ApiKeyChangedListener(EventReceiver receiver, StoredKeys table, ApiKeys keys, AfterCommit afterCommit) {
        this.receiver = receiver;
        this.table = table;
        this.keys = keys;
        this.afterCommit = afterCommit;
    }

    @Incoming(Topics.API_KEY_CHANGED)
    @Blocking
    void on(String record) throws MalformedEventException {
        receiver.receive(record, this::keep);
    }

    private void keep(Envelope envelope) {
        if (envelope.event() instanceof ApiKeyChanged changed) {
            table.put(changed, envelope.sequence());
            afterCommit.run(keys::wake);
        }
    }
}
