package dev.burnish.kit.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/** Sends a record that its listener has thrown out to the service's dead-letter topic, and acknowledges it once it is there. */
@ApplicationScoped
@Identifier(DeadLetters.STRATEGY)
public class DeadLetters implements KafkaFailureHandler.Factory {
    static final String STRATEGY = "burnish-dead-letters";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final KafkaFailureHandler.Factory queues;
    private final Counter count;

    public DeadLetters(
            @Identifier(KafkaFailureHandler.Strategy.DEAD_LETTER_QUEUE) KafkaDeadLetterQueue.Factory queues,
            MeterRegistry meters) {
        this.queues = queues;
        this.count = Counter.builder("burnish.inbox.dead.letters")
                .description("Records that could not be handled")
                .register(meters);
    }

    @Override
    public KafkaFailureHandler create(
            KafkaConnectorIncomingConfiguration channel,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        return new Handler(queues.create(channel, vertx, consumer, reportFailure));
    }

    private final class Handler implements KafkaFailureHandler {
        private final KafkaFailureHandler queue;

        Handler(KafkaFailureHandler queue) {
            this.queue = queue;
        }

        @Override
        public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
            if (reason instanceof ReceiverStoppedException) {
                return Uni.createFrom().nothing();
            }
            LOG.errorf(
                    reason,
                    "record %s-%d@%d goes to the dead letters",
                    record.getTopic(),
                    record.getPartition(),
                    record.getOffset());
            count.increment();
            return queue.handle(record, reason, metadata);
        }

        @Override
        public void terminate() {
            queue.terminate();
        }
    }
}
