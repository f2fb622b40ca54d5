package dev.burnish.deployment.config;

import dev.burnish.deployment.domain.FairQueue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Builds the queue of sequences from its settings. */
@Singleton
public class GenerationQueue {
    private final Settings settings;

    public GenerationQueue(Settings settings) {
        this.settings = settings;
    }

    /** How many sequences may wait; a request for {@code n} answers is {@code n} sequences. */
    @ConfigMapping(prefix = "burnish.deployment.queue")
    public interface Settings {
        @WithDefault("64")
        int capacity();

        @WithDefault("32")
        int capacityPerTenant();
    }

    @Produces
    @Singleton
    FairQueue queue() {
        return new FairQueue(settings.capacity(), settings.capacityPerTenant());
    }
}
