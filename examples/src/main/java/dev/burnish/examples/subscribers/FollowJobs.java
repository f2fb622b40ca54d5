package dev.burnish.examples.subscribers;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.ModelDeployed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints a line for every event of every job, from the first on, until it is stopped. A restart goes on where it was. */
public final class FollowJobs {
    private FollowJobs() {}

    /** Argument: the broker's address, such as {@code 127.0.0.1:9092}. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("usage: FollowJobs <broker>");
            System.exit(2);
        }
        List<String> topics = Arrays.stream(EventType.values())
                .filter(type -> type != EventType.API_KEY_CHANGED)
                .map(EventType::topic)
                .toList();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                arguments[0],
                ConsumerConfig.GROUP_ID_CONFIG,
                "follow-jobs",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class))) {
            consumer.subscribe(topics);
            while (true) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofSeconds(1))) {
                    line(message.value()).ifPresent(System.out::println);
                }
            }
        }
    }

    /** Empty for an event that this program does not know. */
    static Optional<String> line(String record) {
        try {
            return CloudEvents.read(record)
                    .map(event -> "%s  %-22s %s  %s"
                            .formatted(
                                    event.time(),
                                    EventType.of(event.event()).topic(),
                                    event.event().subject(),
                                    news(event)));
        } catch (MalformedEventException e) {
            return Optional.of("a record that is no event: " + e.getMessage());
        }
    }

    private static String news(Envelope envelope) {
        return switch (envelope.event()) {
            case JobProgressed step ->
                String.format(
                        Locale.ROOT,
                        "step %d of %d, loss %.3f, %.0f s left",
                        step.step(),
                        step.totalSteps(),
                        step.trainLoss(),
                        step.secondsLeft());
            case JobEvaluated scores ->
                String.format(
                        Locale.ROOT,
                        "exact match %.2f -> %.2f",
                        scores.base().exactMatch(),
                        scores.tuned().exactMatch());
            case JobFailed failed -> failed.failure().message();
            case ModelDeployed deployed -> "serves";
            default -> "";
        };
    }
}
