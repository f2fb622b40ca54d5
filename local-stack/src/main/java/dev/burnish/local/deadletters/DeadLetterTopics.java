package dev.burnish.local.deadletters;

import dev.burnish.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The dead-letter topics of the services on one broker. Reading them moves no consumer group's offsets, and a letter that is replayed stays where it is. */
public final class DeadLetterTopics {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int TIMEOUT_MILLIS = 15_000;

    private final Map<String, Object> settings;

    /** @param settings of a Kafka client: {@code bootstrap.servers}, and what the broker asks for */
    public DeadLetterTopics(Map<String, Object> settings) {
        this.settings = Map.copyOf(settings);
    }

    /**
     * The newest letters, oldest first.
     *
     * @param limit how many at most
     */
    public List<DeadLetter> newest(String service, int limit) throws DeadLettersException {
        return read(service, consumer -> {
            Map<TopicPartition, Long> starts = new HashMap<>();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(consumer.assignment());
            consumer.endOffsets(consumer.assignment())
                    .forEach((partition, end) ->
                            starts.put(partition, Math.max(begins.getOrDefault(partition, 0L), end - limit)));
            List<DeadLetter> letters = readToTheEnd(consumer, starts);
            letters.sort(Comparator.comparing(DeadLetter::when));
            return letters.subList(Math.max(0, letters.size() - limit), letters.size());
        });
    }

    public List<DeadLetter> all(String service) throws DeadLettersException {
        return newest(service, Integer.MAX_VALUE);
    }

    /** The letters at these places, in their order. */
    public List<DeadLetter> at(String service, List<Place> places) throws DeadLettersException {
        return read(service, consumer -> {
            List<DeadLetter> letters = new ArrayList<>();
            for (Place place : places) {
                letters.add(readOne(consumer, service, place));
            }
            return letters;
        });
    }

    /**
     * Sends letters back to the topics that they came from, with their keys, values and headers; the listeners' inboxes let an event that has taken effect before have none.
     *
     * @return where each is now, such as {@code job.trained-2@31}; all are acknowledged
     */
    public List<String> replay(List<DeadLetter> letters) throws DeadLettersException {
        Map<String, Object> producing = new HashMap<>(settings);
        producing.put(ProducerConfig.ACKS_CONFIG, "all");
        producing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        try (KafkaProducer<byte[], byte @Nullable []> producer =
                new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (DeadLetter letter : letters) {
                sent.add(producer.send(letter.original()));
            }
            List<String> places = new ArrayList<>();
            for (Future<RecordMetadata> each : sent) {
                places.add(each.get().toString());
            }
            return places;
        } catch (ExecutionException | KafkaException e) {
            throw new DeadLettersException(
                    "Not every record could be sent back, " + e.getMessage()
                            + ". Replay them again: doing so twice does no harm.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLettersException("Interrupted; replay the records again, doing so twice does no harm.", e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        List<DeadLetter> read(KafkaConsumer<byte[], byte @Nullable []> consumer) throws DeadLettersException;
    }

    private List<DeadLetter> read(String service, Reading reading) throws DeadLettersException {
        String topic = Topics.deadLetters(service);
        Map<String, Object> consuming = new HashMap<>(settings);
        consuming.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        consuming.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consuming.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (KafkaConsumer<byte[], byte @Nullable []> consumer =
                new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            return reading.read(consumer);
        } catch (KafkaException e) {
            throw new DeadLettersException(
                    "The topic " + topic + " cannot be read at "
                            + settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) + ": " + e.getMessage(),
                    e);
        }
    }

    private static List<DeadLetter> readToTheEnd(
            KafkaConsumer<byte[], byte @Nullable []> consumer, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        starts.forEach(consumer::seek);
        List<DeadLetter> letters = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(found -> letters.add(new DeadLetter(found)));
        }
        return letters;
    }

    private static DeadLetter readOne(KafkaConsumer<byte[], byte @Nullable []> consumer, String service, Place place)
            throws DeadLettersException {
        TopicPartition partition = new TopicPartition(Topics.deadLetters(service), place.partition());
        List<TopicPartition> asked = consumer.assignment().contains(partition) ? List.of(partition) : List.of();
        long begin = consumer.beginningOffsets(asked).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(asked).getOrDefault(partition, 0L);
        if (place.offset() >= begin && place.offset() < end) {
            consumer.assign(asked);
            consumer.seek(partition, place.offset());
            while (consumer.position(partition) <= place.offset()) {
                for (ConsumerRecord<byte[], byte @Nullable []> found : consumer.poll(POLL)) {
                    if (found.offset() == place.offset()) {
                        return new DeadLetter(found);
                    }
                }
            }
        }
        throw new DeadLettersException("There is no record " + place + " in " + partition.topic()
                + (end > begin ? ", its partition " + place.partition() + " has " + begin + " to " + (end - 1) : "")
                + ". See ./burnish dead-letters list --service " + service + ".");
    }
}
