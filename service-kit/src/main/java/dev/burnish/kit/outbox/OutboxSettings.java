package dev.burnish.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events leave. */
@ConfigMapping(prefix = "burnish.outbox")
public interface OutboxSettings {
    /** How long an event can lie when nobody has woken the relay: its service died after the commit, or another instance holds the lock. */
    @WithDefault("1s")
    Duration poll();
}
