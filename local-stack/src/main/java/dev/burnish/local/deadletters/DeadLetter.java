package dev.burnish.local.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record of a service's dead-letter topic. Its key, value and headers are those of the record that could not be handled; headers whose names begin with {@code dead-letter-} were
 * added then, and tell where the record came from and why it went here.
 */
public final class DeadLetter {
    private static final String ADDED = "dead-letter-";
    private static final String TOPIC = ADDED + "topic";
    private static final String PARTITION = ADDED + "partition";
    private static final String OFFSET = ADDED + "offset";
    private static final String REASON = ADDED + "reason";

    private final ConsumerRecord<byte[], byte @Nullable []> letter;

    DeadLetter(ConsumerRecord<byte[], byte @Nullable []> letter) {
        this.letter = letter;
    }

    /** In the dead-letter topic. */
    public Place place() {
        return new Place(letter.partition(), letter.offset());
    }

    /** When it was put there. */
    public Instant when() {
        return Instant.ofEpochMilli(letter.timestamp());
    }

    /** The topic, partition and offset that it came from, such as {@code job.trained-2@17}; {@code ?} for what it does not say. */
    public String origin() {
        return header(TOPIC).orElse("?") + "-" + header(PARTITION).orElse("?") + "@"
                + header(OFFSET).orElse("?");
    }

    public String reason() {
        return header(REASON).orElse("?");
    }

    /** Null for a tombstone. */
    public byte @Nullable [] value() {
        return letter.value();
    }

    /**
     * The record as it was, for the topic that it came from.
     *
     * @throws DeadLettersException if the letter does not say which
     */
    ProducerRecord<byte[], byte @Nullable []> original() throws DeadLettersException {
        String topic = header(TOPIC)
                .orElseThrow(() -> new DeadLettersException("The record " + place() + " of " + letter.topic()
                        + " does not say which topic it came from (no header " + TOPIC + "): it is no dead letter."));
        ProducerRecord<byte[], byte @Nullable []> original = new ProducerRecord<>(topic, letter.key(), letter.value());
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(ADDED)) {
                original.headers().add(header);
            }
        }
        return original;
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
