package dev.burnish.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    @Test
    void promisesWhatReliabilityNeedsWhateverTheEnvironmentSays() {
        Map<String, Object> environment =
                Map.of("bootstrap.servers", "kafka:9092", "acks", "1", "linger.ms", "100", "group.id", "other");

        ProducerConfig effective = new ProducerConfig(EventPublisher.settings(environment));

        assertThat(effective.getList("bootstrap.servers")).containsExactly("kafka:9092");
        assertThat(effective.getString("acks")).isEqualTo("-1");
        assertThat(effective.getBoolean("enable.idempotence")).isTrue();
        assertThat(effective.getLong("linger.ms")).isZero();
        assertThat(effective.getInt("delivery.timeout.ms")).isEqualTo(10_000);
        assertThat(effective.originals()).doesNotContainKey("group.id");
    }
}
