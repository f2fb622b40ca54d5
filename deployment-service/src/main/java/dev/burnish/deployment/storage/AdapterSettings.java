package dev.burnish.deployment.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;

/** Where adapters are kept. */
@ConfigMapping(prefix = "burnish.deployment.adapters")
public interface AdapterSettings {
    /** A folder of this service alone; it can be deleted while the service does not run. */
    Path directory();

    /** Adapters that stay on the disk; the one that was not used for longest goes first. More than may wait in the queue, so that none goes that a request is about to use. */
    @WithDefault("256")
    @Min(2)
    int onDisk();
}
