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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/** The generation thread: between any two tokens it takes sequences from the queue, as long as there are places, and lets those go that have ended. */
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
    private final List<Running> running = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    public GenerationLoop(FairQueue queue, LanguageModels models, MeterRegistry registry) {
        this.queue = queue;
        this.models = models;
        this.meters = new GenerationMeters(registry, queue, running);
    }

    /** A sequence in generation since that time of {@link System#nanoTime}. */
    private record Running(Sequence sequence, long since) {}

    @PostConstruct
    void start() {
        thread.start();
    }

    /** Lets the running sequences end if they do so soon; those that wait are told to come again. */
    @PreDestroy
    void stop() {
        stopping = true;
        for (Sequence waiting : queue.drain()) {
            waiting.fail(new ServingException(Reason.SHUTTING_DOWN, "The server shuts down. Retry."));
        }
        if (running.isEmpty()) {
            thread.interrupt();
        }
        awaitEnd();
        running.forEach(one -> one.sequence().cancel());
    }

    private void awaitEnd() {
        try {
            if (thread.isAlive()) {
                thread.join(PATIENCE_AT_SHUTDOWN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean alive() {
        return thread.isAlive();
    }

    private void run() {
        try {
            while (!stopping || !running.isEmpty()) {
                takeIn();
                step();
                letGo();
            }
        } catch (InterruptedException e) {
            LOG.debug("The generation thread was told to end.");
        }
    }

    /** Waits for a sequence only when none runs. */
    private void takeIn() throws InterruptedException {
        while (!stopping && running.size() < models.places()) {
            Optional<Sequence> next = running.isEmpty() ? Optional.of(queue.take()) : queue.poll();
            if (next.isEmpty()) {
                return;
            }
            if (!next.get().cancelled()) {
                join(next.get());
            }
        }
    }

    // The outermost edge of the engine: whatever a sequence runs into, its request hears of it and the others are
    // served.
    private void join(Sequence sequence) {
        running.add(new Running(sequence, System.nanoTime()));
        try {
            models.join(sequence);
        } catch (ServingException e) {
            LOG.warnf("A sequence of %s failed: %s", sequence.request().baseModel(), e.getMessage());
            sequence.fail(e);
        } catch (RuntimeException | LinkageError e) {
            LOG.errorf(e, "A sequence of %s failed", sequence.request().baseModel());
            sequence.fail(new ServingException(Reason.ENGINE_FAILED, "The model could not answer.", e));
        }
    }

    private void step() {
        try {
            models.step();
        } catch (ServingException e) {
            LOG.warnf("Generation failed: %s", e.getMessage());
            failAll(e);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Generation failed", e);
            failAll(new ServingException(Reason.ENGINE_FAILED, "The model could not answer.", e));
        }
    }

    private void failAll(ServingException failure) {
        running.stream()
                .map(Running::sequence)
                .filter(sequence -> sequence.outcome().isEmpty())
                .forEach(sequence -> sequence.fail(failure));
    }

    private void letGo() {
        int places = models.places();
        for (Running one : running) {
            one.sequence().outcome().ifPresent(outcome -> {
                meters.ended(one.sequence(), outcome);
                queue.served(Duration.ofNanos((System.nanoTime() - one.since()) / places));
                running.remove(one);
            });
        }
    }
}
