package dev.burnish.training.app;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Settles what is to be settled with other sides, round after round, as long as the service runs. */
@Startup
@Singleton
public class RemoteRounds {
    private static final Logger LOG = Logger.getLogger(RemoteRounds.class);

    private final SettleRemoteJobs settleRemoteJobs;
    private final RemoteSettings settings;
    private final Thread thread =
            Thread.ofPlatform().name("remote-rounds").daemon().unstarted(this::run);

    public RemoteRounds(SettleRemoteJobs settleRemoteJobs, RemoteSettings settings) {
        this.settleRemoteJobs = settleRemoteJobs;
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(settings.poll());
                round();
            }
        } catch (InterruptedException e) {
            LOG.debug("the service stops");
        }
    }

    private void round() {
        try {
            settleRemoteJobs.settle();
        } catch (RuntimeException e) {
            LOG.warn("a round was not finished, the next one goes on", e);
        }
    }
}
