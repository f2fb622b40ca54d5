package dev.burnish.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The broker as its operator sees it: who reads what, and how far behind. */
final class Broker implements AutoCloseable {
    private static final List<String> SERVICES =
            List.of("ingestion", "formatting", "training", "evaluation", "deployment");

    private final Admin admin;
    private final KafkaProducer<byte[], byte @Nullable []> producer;

    Broker(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        admin = Admin.create(settings);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The services that read each topic. */
    Map<String, List<String>> readers() throws ExecutionException, InterruptedException {
        Map<String, List<String>> readers = new HashMap<>();
        for (String service : SERVICES) {
            Set<String> topics = admin.describeConsumerGroups(List.of(service)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .map(TopicPartition::topic)
                    .collect(Collectors.toSet());
            topics.forEach(topic ->
                    readers.computeIfAbsent(topic, _ -> new ArrayList<>()).add(service));
        }
        return readers;
    }

    /** How many records of the topics that it reads no service has handled yet, over all services. */
    long lag() throws ExecutionException, InterruptedException {
        long lag = 0;
        for (Map.Entry<String, List<String>> reading : readers().entrySet()) {
            Map<TopicPartition, Long> ends = ends(List.of(reading.getKey()));
            for (String service : reading.getValue()) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(service)
                        .partitionsToOffsetAndMetadata()
                        .get();
                for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    lag += end.getValue() - (offset == null ? 0 : offset.offset());
                }
            }
        }
        return lag;
    }

    /** How many records the topics have, unless some were deleted. */
    long size(Collection<String> topics) throws ExecutionException, InterruptedException {
        return ends(topics).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(Collection<String> topics) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Returns once all are acknowledged. */
    void publish(List<ProducerRecord<byte[], byte @Nullable []>> records)
            throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(each -> sent.add(producer.send(each)));
        for (Future<RecordMetadata> each : sent) {
            each.get();
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
