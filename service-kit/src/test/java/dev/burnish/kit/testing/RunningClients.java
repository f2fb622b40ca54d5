package dev.burnish.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Topics;
import dev.burnish.kit.outbox.EventPublisher;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the Kafka clients and the connection pool of the service under test really run with, whatever its files and the environment say. */
public final class RunningClients {
    private static final String CONNECTOR = "mp.messaging.connector.smallrye-kafka.";

    private final String service;

    /** Of the application that the test has started. */
    public RunningClients(String service) {
        this.service = service;
    }

    /**
     * Every promise of docs/architecture.md that hangs on a setting of a client.
     *
     * @param topics that the service reads, all of them but that of API keys, which every service reads
     */
    public void assertKeepPromises(String... topics) throws ReflectiveOperationException {
        List<String> all = new ArrayList<>(List.of(topics));
        all.add(Topics.API_KEY_CHANGED);
        assertReadWithoutLoss(all);
        assertPublishWithoutLoss();
        assertPoolIsBounded();
    }

    private void assertReadWithoutLoss(List<String> topics) {
        KafkaClientService clients =
                Arc.container().instance(KafkaClientService.class).get();
        assertThat(clients.getConsumerChannels()).containsExactlyInAnyOrderElementsOf(topics);
        for (String topic : topics) {
            List<KafkaConsumer<Object, Object>> consumers = clients.getConsumers(topic);
            assertThat(consumers).as(topic).hasSize(1);
            ConsumerConfig effective =
                    new ConsumerConfig(new HashMap<>(consumers.getFirst().configuration()));
            assertThat(effective.getString("group.id")).as(topic).isEqualTo(service);
            assertThat(effective.getString("auto.offset.reset")).as(topic).isEqualTo("earliest");
            assertThat(effective.getBoolean("enable.auto.commit")).as(topic).isFalse();
            assertThat(effective.getInt("max.poll.records")).as(topic).isBetween(1, 50);
            // Nobody writes in transactions of Kafka's, which readers would have to wait for.
            assertThat(effective.getString("isolation.level")).as(topic).isEqualTo("read_uncommitted");
            assertThat(setting(topic, "failure-strategy")).as(topic).isEqualTo("burnish-dead-letters");
            assertThat(setting(topic, "dead-letter-queue.topic")).as(topic).isEqualTo(Topics.deadLetters(service));
            assertThat(setting(topic, "dead-letter-queue.acks")).as(topic).isEqualTo("all");
            assertThat(setting(topic, "commit-strategy")).as(topic).isEqualTo("latest");
            assertThat(setting(topic, "fail-on-deserialization-failure"))
                    .as(topic)
                    .isEqualTo("false");
        }
    }

    /** A channel's own setting wins over that of all channels. */
    private static String setting(String channel, String name) {
        Config config = ConfigProvider.getConfig();
        return config.getOptionalValue("mp.messaging.incoming." + channel + "." + name, String.class)
                .or(() -> config.getOptionalValue("mp.messaging.incoming.\"" + channel + "\"." + name, String.class))
                .orElseGet(() -> config.getValue(CONNECTOR + name, String.class));
    }

    private static void assertPublishWithoutLoss() throws ReflectiveOperationException {
        EventPublisher publisher = ClientProxy.unwrap(
                Arc.container().instance(EventPublisher.class).get());
        Object producer = field(EventPublisher.class, "producer").get(publisher);
        ProducerConfig effective =
                (ProducerConfig) field(KafkaProducer.class, "producerConfig").get(producer);
        assertThat(effective.getString("acks")).isEqualTo("-1");
        assertThat(effective.getBoolean("enable.idempotence")).isTrue();
        assertThat(effective.getInt("retries")).isEqualTo(Integer.MAX_VALUE);
        assertThat(effective.getInt("max.in.flight.requests.per.connection")).isBetween(1, 5);
        assertThat(effective.getString("transactional.id")).isNull();
        assertThat(effective.getLong("linger.ms")).isZero();
        assertThat(effective.getInt("request.timeout.ms")).isEqualTo(5_000);
        assertThat(effective.getInt("delivery.timeout.ms")).isEqualTo(10_000);
        assertThat(effective.getLong("max.block.ms")).isEqualTo(5_000);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static void assertPoolIsBounded() {
        AgroalConnectionPoolConfiguration pool = Arc.container()
                .instance(AgroalDataSource.class)
                .get()
                .getConfiguration()
                .connectionPoolConfiguration();
        assertThat(pool.maxSize()).isEqualTo(10);
        assertThat(pool.acquisitionTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pool.validateOnBorrow()).isTrue();
        Properties connection = pool.connectionFactoryConfiguration().jdbcProperties();
        assertThat(connection).containsAllEntriesOf(Map.of("tcpKeepAlive", "true", "socketTimeout", "60"));
    }
}
