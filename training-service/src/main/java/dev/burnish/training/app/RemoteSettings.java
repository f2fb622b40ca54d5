package dev.burnish.training.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How runs are followed that are trained somewhere else. */
@ConfigMapping(prefix = "burnish.training.remote")
public interface RemoteSettings {

    /** How often a run is looked at. */
    @WithDefault("10s")
    Duration poll();

    /** After how long a provider is asked again that was away or overloaded for longer than its client waits. */
    @WithDefault("30s")
    Duration retry();
}
