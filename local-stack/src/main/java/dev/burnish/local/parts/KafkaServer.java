package dev.burnish.local.parts;

import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Topics;
import dev.burnish.local.layout.Service;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One Kafka broker in KRaft mode with every topic of the pipeline, its records kept in the folder {@code KAFKA_DIRECTORY}. Creates the file {@code KAFKA_READY_FILE} once all
 * topics are there. Ends when its standard input closes, so that it never outlives the process that started it.
 */
final class KafkaServer {
    /** A broker finds its records again only under the same cluster id. */
    private static final String CLUSTER_ID = "burnish-local-cluster0";

    private static final int EVENT_PARTITIONS = 3;

    private KafkaServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int port = Integer.parseInt(setting("KAFKA_PORT"));
        EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker()
                .withNodeId(1)
                .withClusterId(CLUSTER_ID)
                .withKafkaHost("127.0.0.1")
                .withKafkaPort(port)
                .withControllerPort(Integer.parseInt(setting("KAFKA_CONTROLLER_PORT")))
                .withDeleteLogDirsOnClose(false)
                .withAdditionalProperties(properties -> properties.putAll(brokerSettings()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        createTopics("127.0.0.1:" + port);
        Files.writeString(Path.of(setting("KAFKA_READY_FILE")), "");
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static Map<String, String> brokerSettings() {
        return Map.ofEntries(
                Map.entry("log.dir", setting("KAFKA_DIRECTORY")),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A broker that was killed can register again only after its old session has ended.
                Map.entry("controlled.shutdown.enable", "true"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("broker.session.timeout.ms", "2000"),
                Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
                Map.entry("log.retention.hours", "-1"),
                Map.entry("offsets.retention.minutes", "525600"));
    }

    private static void createTopics(String bootstrapServers) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = Stream.concat(
                            Arrays.stream(EventType.values()).map(KafkaServer::topic),
                            Arrays.stream(Service.values())
                                    .map(service -> new NewTopic(Topics.deadLetters(service.title()), 1, (short) 1)))
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
        }
    }

    private static NewTopic topic(EventType type) {
        NewTopic topic = new NewTopic(type.topic(), EVENT_PARTITIONS, (short) 1);
        return type.compacted()
                ? topic.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))
                : topic;
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "The environment variable " + name + " is missing.");
    }
}
