package dev.burnish.deployment.storage;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where adapters are kept. */
@ConfigMapping(prefix = "burnish.deployment.adapters")
public interface AdapterSettings {
    /** A folder of this service alone; it can be deleted while the service does not run. */
    Path directory();
}
