package dev.burnish.local.chaos;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Topics;
import dev.burnish.local.layout.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Everything that lies in the topics, from their beginnings to their present ends. */
final class EventLog {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    EventLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** An event as it was written; the same event may have been written more than once. */
    record Recorded(String text, Envelope envelope) {}

    /** Of all types, in the order of each subject within a topic. */
    List<Recorded> events() throws IOException {
        List<Recorded> events = new ArrayList<>();
        for (String text :
                records(Arrays.stream(EventType.values()).map(EventType::topic).toList())) {
            try {
                CloudEvents.read(text).ifPresent(envelope -> events.add(new Recorded(text, envelope)));
            } catch (MalformedEventException e) {
                throw new IOException("A topic holds what is no event, " + e.getMessage() + ": " + text, e);
            }
        }
        return events;
    }

    List<String> deadLetters() {
        return records(Arrays.stream(Service.values())
                .map(service -> Topics.deadLetters(service.title()))
                .toList());
    }

    private List<String> records(List<String> topics) {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(found -> records.add(found.value()));
            }
        }
        return records;
    }
}
