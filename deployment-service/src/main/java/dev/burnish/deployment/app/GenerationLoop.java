package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The generation thread: takes sequences from the queue and runs them one after another. */
@Startup
@Singleton
public class GenerationLoop {
    private static final Logger LOG = Logger.getLogger(GenerationLoop.class);
    private static final Duration PATIENCE_AT_SHUTDOWN = Duration.ofSeconds(10);

    private final FairQueue queue;
    private final LanguageModels models;
    private final GenerationMeters meters;
    private final Thread thread =
            Thread.ofPlatform().name("generation").daemon().unstarted(this::run);
    private volatile @Nullable Sequence current;
    private volatile boolean stopping;

    public GenerationLoop(FairQueue queue, LanguageModels models, MeterRegistry registry) {
        this.queue = queue;
        this.models = models;
        this.meters = new GenerationMeters(registry, queue);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    /** Lets the running sequence end if it does so soon; those that wait are told to come again. */
    @PreDestroy
    void stop() {
        stopping = true;
        for (Sequence waiting : queue.drain()) {
            waiting.fail(new ServingException(Reason.SHUTTING_DOWN, "The server shuts down. Retry."));
        }
        if (current == null) {
            thread.interrupt();
        }
        if (thread.isAlive()) {
            awaitEnd();
        }
        Sequence running = current;
        if (running != null) {
            running.cancel();
        }
    }

    private void awaitEnd() {
        try {
            thread.join(PATIENCE_AT_SHUTDOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (!stopping) {
                Sequence sequence = queue.take();
                current = sequence;
                if (!sequence.cancelled()) {
                    serve(sequence);
                }
                current = null;
            }
        } catch (InterruptedException e) {
            LOG.debug("The generation thread was told to end.");
        }
    }

    // The outermost edge of the engine: whatever a sequence runs into, its request hears of it and the next sequence is
    // served.
    private void serve(Sequence sequence) {
        long begin = System.nanoTime();
        try {
            models.generate(sequence);
            meters.served(sequence);
        } catch (ServingException e) {
            LOG.warnf("A sequence of %s failed: %s", sequence.request().baseModel(), e.getMessage());
            meters.failed(sequence);
            sequence.fail(e);
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "A sequence of %s failed", sequence.request().baseModel());
            meters.failed(sequence);
            sequence.fail(new ServingException(Reason.ENGINE_FAILED, "The model could not answer.", e));
        } finally {
            queue.served(Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
