package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Deliveries;
import dev.burnish.ingestion.domain.Delivery;
import dev.burnish.ingestion.domain.WebhookCalls;
import dev.burnish.kit.Wakeup;
import dev.burnish.kit.security.CurrentTenant;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Tells webhooks what they are to be told, again and again until they accept it, for about three days. An attempt whose outcome is lost with its instance is made again, so that a
 * receiver may hear the same twice. Any number of instances may run.
 */
@ApplicationScoped
public class DeliverWebhooks {
    private static final Logger LOG = Logger.getLogger(DeliverWebhooks.class);

    private static final int BATCH = 20;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    /** The pauses after each failed attempt, as Standard Webhooks advises. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private final Deliveries deliveries;
    private final WebhookCalls calls;
    private final Wakeup wakeup = new Wakeup();
    private final Thread thread =
            Thread.ofPlatform().name("webhooks").daemon().unstarted(() -> forEverybody(this::run));
    private volatile boolean stopping;

    DeliverWebhooks(Deliveries deliveries, WebhookCalls calls) {
        this.deliveries = deliveries;
        this.calls = calls;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeup.wake();
        thread.join(STOP_TIMEOUT);
    }

    /** There may be something to tell. */
    void wake() {
        wakeup.wake();
    }

    private static void forEverybody(Runnable work) {
        CurrentTenant.run(CurrentTenant.EVERYBODY, work);
    }

    private void run() {
        try {
            while (!stopping) {
                if (!deliverDue()) {
                    wakeup.sleep(POLL);
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the delivery of webhooks was interrupted; they wait for another instance", e);
        }
    }

    /** @return whether there may be more */
    private boolean deliverDue() {
        try {
            List<Delivery.Due> due = deliveries.take(BATCH);
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                due.forEach(delivery -> executor.execute(() -> forEverybody(() -> deliver(delivery))));
            }
            return due.size() == BATCH;
        } catch (RuntimeException e) {
            LOG.warnf("webhooks cannot be read, they wait: %s", e.getMessage());
            return false;
        }
    }

    private void deliver(Delivery.Due delivery) {
        try {
            Optional<String> problem = calls.send(delivery);
            if (problem.isEmpty()) {
                deliveries.delivered(delivery.id());
            } else if (delivery.attempt() > PAUSES.size()) {
                deliveries.giveUp(delivery.id(), problem.get());
                LOG.warnf("webhook event %s was given up: %s", delivery.id(), problem.get());
            } else {
                deliveries.again(delivery.id(), problem.get(), PAUSES.get(delivery.attempt() - 1));
            }
        } catch (RuntimeException e) {
            LOG.warnf("the outcome of webhook event %s is lost, it is sent again: %s", delivery.id(), e.getMessage());
        }
    }
}
