package dev.burnish.kit.inbox;

import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** A service's listener: hands each event to what a test has prepared for its subject, and keeps the events whose handler came to its end. */
@ApplicationScoped
public class CancellationListener {
    private final EventReceiver receiver;
    private final Map<String, Consumer<Envelope>> prepared = new ConcurrentHashMap<>();
    private final List<Envelope> handled = new CopyOnWriteArrayList<>();

    public CancellationListener(EventReceiver receiver) {
        this.receiver = receiver;
    }

    @Incoming(Topics.JOB_CANCELLED)
    @Blocking
    void on(@Nullable String record) throws MalformedEventException {
        receiver.receive(record, envelope -> {
            prepared.getOrDefault(envelope.event().subject(), ignored -> {}).accept(envelope);
            handled.add(envelope);
        });
    }

    void prepare(String subject, Consumer<Envelope> handler) {
        prepared.put(subject, handler);
    }

    List<Envelope> handled(String subject) {
        return handled.stream()
                .filter(envelope -> envelope.event().subject().equals(subject))
                .toList();
    }
}
