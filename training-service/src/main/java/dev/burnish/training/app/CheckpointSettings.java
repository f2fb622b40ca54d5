package dev.burnish.training.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When a run is kept, so that it can go on from there. */
@ConfigMapping(prefix = "burnish.training.checkpoint")
public interface CheckpointSettings {

    /** After how much training at the latest; each epoch's end and a stopping service do not wait for it. */
    @WithDefault("60s")
    Duration interval();
}
