package dev.burnish.kit.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How many requests are answered, at each instance of a service. They may come all at once; what was used comes back evenly over a minute. */
@ConfigMapping(prefix = "burnish.rate-limits")
public interface RateLimitSettings {
    /** With one key. */
    @WithDefault("10000")
    @Min(1)
    long requestsPerMinute();

    /** With all the keys of a tenant together. */
    @WithDefault("20000")
    @Min(1)
    long tenantRequestsPerMinute();
}
