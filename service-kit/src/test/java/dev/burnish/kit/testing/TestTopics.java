package dev.burnish.kit.testing;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The topics of the broker under test, from outside the service. Reading starts at each topic's beginning every time, so that nothing is missed. */
public final class TestTopics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String broker;
    private final KafkaProducer<byte[], byte[]> producer;

    public TestTopics() {
        broker = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    }

    /** Writes the event to its topic, as another service would, and waits for the acknowledgement. */
    public void publish(Envelope envelope) {
        publishRaw(EventType.of(envelope.event()).topic(), envelope.event().subject(), CloudEvents.write(envelope));
    }

    /** @param value null for a tombstone */
    public void publishRaw(String topic, String key, @Nullable String value) {
        publishRaw(topic, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    public void publishRaw(String topic, String key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        message.headers().add("content-type", CloudEvents.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the record could not be written to " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first event about the subject in the topic; fails after 30 s without one. */
    public Envelope await(String topic, String subject) {
        return await(topic, envelope -> envelope.event().subject().equals(subject), 1)
                .getFirst();
    }

    /** The first {@code count} events in the topic that are wanted; fails after 30 s without them. */
    public List<Envelope> await(String topic, Predicate<Envelope> wanted, int count) {
        return awaitRecords(topic, message -> wanted.test(envelope(message)), count).stream()
                .map(TestTopics::envelope)
                .toList();
    }

    /** The first {@code count} records in the topic that are wanted, whatever they hold; fails after 30 s without them. */
    public List<ConsumerRecord<byte[], byte[]>> awaitRecords(
            String topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        long start = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            while (found.size() < count) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new AssertionError("after %d s, %d of %d records are in %s"
                            .formatted(PATIENCE.toSeconds(), found.size(), count, topic));
                }
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    if (wanted.test(message)) {
                        found.add(message);
                    }
                }
            }
        }
        return found;
    }

    /** Every record that is in the topic now. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(found::add);
            }
        }
        return found;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static Envelope envelope(ConsumerRecord<byte[], byte[]> message) {
        try {
            return CloudEvents.read(new String(message.value(), StandardCharsets.UTF_8))
                    .orElseThrow();
        } catch (MalformedEventException e) {
            throw new AssertionError(
                    "no event of the contract at offset " + message.offset() + " of " + message.topic(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
