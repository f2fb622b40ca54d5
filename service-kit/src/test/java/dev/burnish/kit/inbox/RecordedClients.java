package dev.burnish.kit.inbox;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/** Keeps the settings with which the connector makes each of its Kafka clients, by client id. */
@ApplicationScoped
public class RecordedClients implements ClientCustomizer<Map<String, Object>> {
    private final Map<String, Map<String, Object>> clients = new ConcurrentHashMap<>();

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> settings) {
        clients.put(String.valueOf(settings.get("client.id")), Map.copyOf(settings));
        return settings;
    }

    /** The settings of the one client whose id starts so. */
    Map<String, Object> startingWith(String prefix) {
        return clients.entrySet().stream()
                .filter(client -> client.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no client " + prefix + " among " + clients.keySet()));
    }
}
