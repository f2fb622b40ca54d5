package dev.burnish.kit.security;

import dev.burnish.kit.Wakeup;
import dev.burnish.kit.errors.ApiException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The keys that open the API: those of the settings, and those that were made since. Only their digests are known: keys are random and long, so that a plain SHA-256 cannot be
 * undone by guessing. A change is known here within half a second of its commit to the service's database, by whichever instance of the service.
 */
@ApplicationScoped
public class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, ApiKey> configured;
    private final Map<String, ApiKey> stored = new ConcurrentHashMap<>();
    private final StoredKeys table;
    private final Wakeup wakeup = new Wakeup();
    private final Thread thread = Thread.ofPlatform().name("api-keys").daemon().unstarted(this::run);
    private long lastChange;
    private boolean away;
    private volatile boolean complete;
    private volatile boolean stopping;

    /** @param entries as {@link ConfiguredKeys} reads them */
    public ApiKeys(@ConfigProperty(name = "burnish.api-keys") Optional<List<String>> entries, StoredKeys table) {
        this.configured = ConfiguredKeys.parse(entries.orElse(List.of()));
        this.table = table;
    }

    void start(@Observes StartupEvent event) {
        refresh();
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeup.wake();
        thread.join(STOP_TIMEOUT);
    }

    /** The table has changed. */
    void wake() {
        wakeup.wake();
    }

    /**
     * The key, if it opens anything now. It is looked up by its digest: how long that takes tells nothing about a key that is nearly right.
     *
     * @throws ApiException while the stored keys have not been read for the first time
     */
    Optional<ApiKey> find(String key) {
        String digest = sha256(key);
        ApiKey known = configured.get(digest);
        if (known == null) {
            known = stored.get(digest);
        }
        if (known == null && !complete) {
            throw ApiException.unavailable(
                    "The service does not know its API keys yet; try again shortly.", LOOK_AGAIN);
        }
        return Optional.ofNullable(known).filter(found -> found.opensAt(Instant.now()));
    }

    private void run() {
        try {
            while (!stopping) {
                wakeup.sleep(LOOK_AGAIN);
                refresh();
            }
        } catch (InterruptedException e) {
            LOG.error("API keys are no longer followed: interrupted", e);
        }
    }

    private void refresh() {
        try {
            for (StoredKeys.Change change : table.since(lastChange)) {
                stored.put(change.key().sha256(), change.key());
                lastChange = change.number();
            }
            complete = true;
            away = false;
        } catch (RuntimeException e) {
            if (!away) {
                LOG.warnf("API keys cannot be read, those known stay as they are: %s", e.getMessage());
            }
            away = true;
        }
    }

    private static String sha256(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
