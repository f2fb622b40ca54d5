package dev.burnish.kit.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.kit.KitTest;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** The settings that reach the Kafka clients of a channel that a service has said nothing about. */
@KitTest
class ConnectorSettingsTest {
    private final RecordedClients clients;

    ConnectorSettingsTest(RecordedClients clients) {
        this.clients = clients;
    }

    @Test
    void aNewGroupReadsFromTheStartAndCommitsOnlyWhatItHasHandled() {
        ConsumerConfig effective = new ConsumerConfig(clients.startingWith("kafka-consumer-"));

        assertThat(effective.getString("group.id")).isEqualTo("formatting");
        assertThat(effective.getString("auto.offset.reset")).isEqualTo("earliest");
        assertThat(effective.getBoolean("enable.auto.commit")).isFalse();
        assertThat(effective.getInt("max.poll.records")).isEqualTo(50);
    }

    @Test
    void deadLettersAreNotLostAndWaitForTheBrokerForAsLongAsItTakes() {
        Map<String, Object> settings = clients.startingWith("kafka-dead-letter-topic-producer-");
        ProducerConfig effective = new ProducerConfig(settings);

        assertThat(effective.getString("acks")).isEqualTo("-1");
        assertThat(effective.getBoolean("enable.idempotence")).isTrue();
        assertThat(effective.getInt("delivery.timeout.ms")).isEqualTo(Integer.MAX_VALUE);
    }
}
