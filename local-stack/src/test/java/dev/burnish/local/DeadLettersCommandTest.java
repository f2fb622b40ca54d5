package dev.burnish.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Topics;
import dev.burnish.local.process.Ports;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as somebody types it, against a broker. */
@Timeout(120)
class DeadLettersCommandTest {
    private static final byte[] NOT_UTF8 = {'{', '"', (byte) 0xff, 0, 7};

    @TempDir
    private static Path logs = Path.of("");

    private static @Nullable EmbeddedKafkaBroker broker;
    private static String bootstrapServers = "";

    private final PrintStream realOutput = System.out;
    private final PrintStream realErrors = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeAll
    static void startBroker() throws Exception {
        int port = Ports.any().choose(0);
        int controllerPort = Ports.any().choose(0);
        broker = new EmbeddedKafkaBroker()
                .withNodeId(1)
                .withKafkaHost("127.0.0.1")
                .withKafkaPort(port)
                .withControllerPort(controllerPort)
                .withAdditionalProperties(properties -> properties.putAll(Map.of(
                        "log.dir", logs.resolve("log").toString(),
                        "auto.create.topics.enable", "false",
                        "log.cleaner.dedupe.buffer.size", "8388608",
                        "offsets.topic.num.partitions", "1",
                        "offsets.topic.replication.factor", "1")))
                .start();
        bootstrapServers = "127.0.0.1:" + port;
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void captureOutput() throws Exception {
        System.setOut(new PrintStream(written, true, UTF_8));
        System.setErr(new PrintStream(complained, true, UTF_8));
        List<String> topics = new ArrayList<>(List.of(Topics.JOB_TRAINED));
        List.of("ingestion", "formatting", "training", "evaluation", "deployment")
                .forEach(service -> topics.add(Topics.deadLetters(service)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, topic.endsWith("letters") ? 1 : 3, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void deleteTopics() throws Exception {
        System.setOut(realOutput);
        System.setErr(realErrors);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(admin.listTopics().names().get()).all().get();
        }
    }

    @Test
    void showsTheNewestLettersOfEachServiceInOrder() throws Exception {
        for (int number = 0; number < 4; number++) {
            putDeadLetter("evaluation", "key", ("{\"number\": " + number).getBytes(UTF_8), number);
        }
        putDeadLetter("training", null, null, 17);

        assertThat(run("list", "--limit", "2")).isZero();

        assertThat(output().replaceAll("at \\S+Z", "at NOW")).isEqualTo("""
                training 0:0  from job.trained-2@17  at NOW
                    reason  no event, at all
                    value   none
                evaluation 0:2  from job.trained-2@2  at NOW
                    reason  no event, at all
                    value   {"number": 2 (12 bytes)
                evaluation 0:3  from job.trained-2@3  at NOW
                    reason  no event, at all
                    value   {"number": 3 (12 bytes)
                """);
    }

    @Test
    void showsTheBeginningOfWhatIsNoText() throws Exception {
        putDeadLetter("training", "key", NOT_UTF8, 1);
        putDeadLetter("training", "key", "x".repeat(5_000).getBytes(UTF_8), 2);

        assertThat(run("list", "--service", "training")).isZero();

        assertThat(output())
                .contains("    value   {\"... (5 bytes)\n")
                .contains("    value   " + "x".repeat(100) + " … (5,000 bytes)\n");
    }

    @Test
    void saysThatThereAreNone() {
        assertThat(run("list")).isZero();

        assertThat(output()).isEqualTo("There are no dead letters.\n");
    }

    @Test
    void sendsALetterBackAsItWas() throws Exception {
        putDeadLetter("evaluation", "other", "other".getBytes(UTF_8), 1);
        putDeadLetter("evaluation", "ftjob-1", NOT_UTF8, 2);

        assertThat(run("replay", "--service", "evaluation", "--offset", "0:1")).isZero();

        List<ConsumerRecord<byte[], byte[]>> replayed = records(Topics.JOB_TRAINED);
        assertThat(replayed).hasSize(1);
        assertThat(replayed.getFirst().key()).isEqualTo("ftjob-1".getBytes(UTF_8));
        assertThat(replayed.getFirst().value()).isEqualTo(NOT_UTF8);
        assertThat(replayed.getFirst().headers()).extracting(Header::key).containsExactly("content-type");
        assertThat(output())
                .isEqualTo("evaluation 0:1  is in job.trained-%d@0 again%nReplayed 1 dead letters.%n"
                        .formatted(replayed.getFirst().partition()));
        assertThat(records(Topics.deadLetters("evaluation"))).hasSize(2);
    }

    @Test
    void sendsAllBackTombstonesToo() throws Exception {
        for (int number = 0; number < 120; number++) {
            putDeadLetter("training", "ftjob-" + number, number == 7 ? null : new byte[] {(byte) number}, number);
        }

        assertThat(run("replay", "--service", "training", "--all")).isZero();

        assertThat(records(Topics.JOB_TRAINED))
                .hasSize(120)
                .filteredOn(each -> each.value() == null)
                .singleElement()
                .satisfies(tombstone -> assertThat(tombstone.key()).isEqualTo("ftjob-7".getBytes(UTF_8)));
        assertThat(output()).endsWith("Replayed 120 dead letters.\n");
    }

    @Test
    void sendsNothingBackWhenAPlaceIsWrong() throws Exception {
        putDeadLetter("training", "ftjob-1", NOT_UTF8, 1);

        assertThat(run("replay", "--service", "training", "--offset", "0:0", "--offset", "0:1"))
                .isEqualTo(1);
        assertThat(run("replay", "--service", "training", "--offset", "4:0")).isEqualTo(1);

        assertThat(errors())
                .contains("There is no record 0:1 in training.dead-letters, its partition 0 has 0 to 0.")
                .contains("There is no record 4:0 in training.dead-letters. See ./burnish dead-letters list");
        assertThat(records(Topics.JOB_TRAINED)).isEmpty();
    }

    @Test
    void refusesARecordThatDoesNotSayWhereItCameFrom() throws Exception {
        put(new ProducerRecord<>(Topics.deadLetters("training"), null, NOT_UTF8));

        assertThat(run("replay", "--service", "training", "--all")).isEqualTo(1);

        assertThat(errors()).contains("0:0 of training.dead-letters").contains("dead-letter-topic");
    }

    @Test
    void explainsWrongUse() throws IOException {
        assertThat(run("replay", "--service", "training")).isEqualTo(2);
        assertThat(run("replay", "--service", "training", "--all", "--offset", "0:0"))
                .isEqualTo(2);
        assertThat(run("replay", "--service", "trainer", "--all")).isEqualTo(2);
        assertThat(run("replay", "--service", "training", "--offset", "12")).isEqualTo(2);

        assertThat(errors())
                .contains("there is no service 'trainer', there are ingestion, formatting")
                .contains("'12' is no place in a topic: give partition and offset, such as 0:12");
    }

    @Test
    void saysThatTheStackDoesNotRun() {
        assertThat(execute("list", "--state", logs.resolve("nothing").toString()))
                .isEqualTo(1);

        assertThat(errors()).contains("The stack does not run").contains("--bootstrap-servers");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap-servers", bootstrapServers));
        return execute(all.toArray(String[]::new));
    }

    private static int execute(String... arguments) {
        return new CommandLine(new DeadLettersCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private String output() {
        return written.toString(UTF_8);
    }

    private String errors() {
        return complained.toString(UTF_8);
    }

    /** As the services' connector writes it. */
    private static void putDeadLetter(String service, @Nullable String key, byte @Nullable [] value, int offset)
            throws Exception {
        ProducerRecord<byte[], byte @Nullable []> letter =
                new ProducerRecord<>(Topics.deadLetters(service), key == null ? null : key.getBytes(UTF_8), value);
        letter.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        Map.of(
                        "dead-letter-topic", Topics.JOB_TRAINED,
                        "dead-letter-partition", "2",
                        "dead-letter-offset", Integer.toString(offset),
                        "dead-letter-reason", "no event,\n  at all",
                        "dead-letter-exception-class-name", "dev.burnish.contracts.MalformedEventException")
                .forEach((name, text) -> letter.headers().add(name, text.getBytes(UTF_8)));
        put(letter);
    }

    private static void put(ProducerRecord<byte[], byte @Nullable []> letter) throws Exception {
        try (KafkaProducer<byte[], byte @Nullable []> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(letter).get();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }
}
