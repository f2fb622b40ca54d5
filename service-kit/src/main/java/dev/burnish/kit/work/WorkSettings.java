package dev.burnish.kit.work;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** How work is claimed. */
@ConfigMapping(prefix = "burnish.work")
public interface WorkSettings {
    /** How many pieces of work a worker does at a time; more than one only in a service whose handler {@linkplain WorkHandler#takesSeveral takes several}. */
    @WithDefault("1")
    @Positive
    int slots();

    /** For how long work stays with a worker that is not heard of. */
    @WithDefault("60s")
    Duration lease();

    /** How often a worker is heard of. */
    @WithDefault("10s")
    Duration heartbeat();

    /** How often a worker without work looks for some that nobody has woken it for. */
    @WithDefault("1s")
    Duration poll();

    /** How many attempts in a row may end without progress. */
    @WithDefault("3")
    int attempts();

    /** How long failed work waits for its next attempt; doubled with each attempt. */
    @WithDefault("2s")
    Duration backOff();

    /** How long a stopping service waits for its worker to stop. */
    @WithDefault("15s")
    Duration grace();
}
