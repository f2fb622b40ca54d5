package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.BaseModels;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Loads the first base model in the background at start-up and lets it generate, so that the first request finds it in memory. */
@Startup
@Singleton
public class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final String OWN_LANE = "";

    private final BaseModels bases;
    private final ProbeModel probe;
    private final Thread thread = Thread.ofPlatform().name("warm-up").daemon().unstarted(this::run);
    private volatile Optional<String> problem = Optional.of("The first base model is being loaded.");

    public WarmUp(BaseModels bases, ProbeModel probe) {
        this.bases = bases;
        this.probe = probe;
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    /** What keeps requests from being answered; empty once the model answers. */
    public Optional<String> problem() {
        return problem;
    }

    private void run() {
        try {
            while (problem.isPresent()) {
                problem = attempt();
                if (problem.isPresent()) {
                    LOG.warnf("Not ready: %s", problem.get());
                    Thread.sleep(PAUSE_AFTER_FAILURE);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The service stops before the first base model was loaded.");
        }
    }

    private Optional<String> attempt() throws InterruptedException {
        List<ServedModel.Base> all = bases.all();
        if (all.isEmpty()) {
            return Optional.of("There is no base model in the models directory, setting burnish.models.directory.");
        }
        ServedModel.Base first = all.getFirst();
        long begin = System.nanoTime();
        try {
            probe.probe(OWN_LANE, first);
        } catch (ServingException | QueueFullException e) {
            return Optional.of("Base model %s does not answer: %s".formatted(first.name(), e.getMessage()));
        }
        LOG.infof("Base model %s answers after %d ms", first.name(), (System.nanoTime() - begin) / 1_000_000);
        return Optional.empty();
    }
}
