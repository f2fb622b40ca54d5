package dev.burnish.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.JobFailed;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.transaction.TransactionalException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KitTest
class OutboxTest {
    private final Outbox outbox;
    private final EventPublisher publisher;
    private final OutboxSettings settings;
    private final AgroalDataSource dataSource;
    private final Statements database;
    private final TestTopics topics = new TestTopics();

    OutboxTest(Outbox outbox, EventPublisher publisher, OutboxSettings settings, AgroalDataSource dataSource) {
        this.outbox = outbox;
        this.publisher = publisher;
        this.settings = settings;
        this.dataSource = dataSource;
        this.database = new Statements(dataSource);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private static JobProgressed progress(String job, int step) {
        return new JobProgressed(job, step, 1_000_000, 0.5, 1.25, 0.75, 1e-4, 0.1, 1000, 60);
    }

    private long unpublished() {
        return database.query("select count(*) from outbox", row -> row.getLong(1))
                .getFirst();
    }

    private void publish(String subject, int step) {
        QuarkusTransaction.requiringNew().run(() -> outbox.publish(RealParts.TENANT, progress(subject, step)));
    }

    @Test
    void publishesAsOneCloudEventUnderTheSubjectAsKey() throws Exception {
        String job = Ids.create("ftjob-");

        publish(job, 7);

        ConsumerRecord<byte[], byte[]> message = topics.awaitRecords(
                        Topics.JOB_PROGRESSED,
                        candidate -> job.equals(new String(candidate.key(), StandardCharsets.UTF_8)),
                        1)
                .getFirst();
        assertThat(new String(message.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                .isEqualTo(CloudEvents.CONTENT_TYPE);
        Envelope envelope = CloudEvents.read(new String(message.value(), StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(envelope.event()).isEqualTo(progress(job, 7));
        assertThat(envelope.source()).isEqualTo("/burnish/formatting");
        assertThat(envelope.tenant()).isEqualTo(RealParts.TENANT);
        assertThat(envelope.sequence()).isEqualTo(1);
    }

    @Test
    void needsATransaction() {
        assertThatThrownBy(() -> outbox.publish(RealParts.TENANT, progress("ftjob-none", 1)))
                .isInstanceOf(TransactionalException.class);
    }

    @Test
    void publishesExactlyWhatIsCommittedInOrderPerSubject() throws Exception {
        // Given 8 writers, fewer than there are connections, who roll back a third of their transactions, and a second
        // relay
        List<String> subjects =
                IntStream.range(0, 12).mapToObj(i -> Ids.create("ftjob-")).toList();
        Queue<JobProgressed> committed = new ConcurrentLinkedQueue<>();
        OutboxRelay second = new OutboxRelay(dataSource, publisher, settings, new SimpleMeterRegistry());
        second.start(new StartupEvent());

        // When
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> results = new ArrayList<>();
            for (int writer = 0; writer < 8; writer++) {
                Random random = new Random(writer);
                int offset = writer * 1000;
                results.add(writers.submit(() -> write(subjects, random, offset, committed)));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }

        // Then
        await().until(() -> unpublished() == 0);
        second.stop(new ShutdownEvent());
        Map<String, List<Envelope>> published = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : topics.records(Topics.JOB_PROGRESSED)) {
            Envelope envelope = CloudEvents.read(new String(message.value(), StandardCharsets.UTF_8))
                    .orElseThrow();
            published
                    .computeIfAbsent(envelope.event().subject(), subject -> new ArrayList<>())
                    .add(envelope);
        }
        List<Object> events = new ArrayList<>();
        for (String subject : subjects) {
            List<Envelope> ofSubject = published.getOrDefault(subject, List.of());
            assertThat(ofSubject.stream().map(Envelope::sequence))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, ofSubject.size())
                            .mapToObj(Long::valueOf)
                            .toList());
            ofSubject.forEach(envelope -> events.add(envelope.event()));
        }
        assertThat(committed).hasSizeGreaterThan(500);
        assertThat(events).containsExactlyInAnyOrderElementsOf(committed);
    }

    private void write(List<String> subjects, Random random, int offset, Queue<JobProgressed> committed) {
        for (int i = 0; i < 160; i++) {
            JobProgressed event = progress(subjects.get(random.nextInt(subjects.size())), offset + i);
            boolean rollBack = random.nextInt(3) == 0;
            int delayMillis = random.nextInt(6);
            try {
                QuarkusTransaction.requiringNew().run(() -> {
                    outbox.publish(RealParts.TENANT, event);
                    database.query("select pg_sleep(? / 1000.0)", row -> true, delayMillis);
                    if (rollBack) {
                        throw new ContextNotActiveException("rolled back on purpose");
                    }
                });
                committed.add(event);
            } catch (ContextNotActiveException e) {
                assertThat(rollBack).isTrue();
            }
        }
    }

    @Test
    void anEventThatCannotBePublishedStopsItsSubjectOnly() {
        String stuck = Ids.create("ftjob-");
        String other = Ids.create("ftjob-");
        JobFailed tooLarge = new JobFailed(stuck, "training", new Failure("code", "x".repeat(2 << 20), null));

        QuarkusTransaction.requiringNew().run(() -> {
            outbox.publish(RealParts.TENANT, tooLarge);
            outbox.publish(RealParts.TENANT, progress(stuck, 2));
            outbox.publish(RealParts.TENANT, progress(other, 1));
        });

        topics.await(Topics.JOB_PROGRESSED, other);
        assertThat(database.query(
                        "select sequence from outbox where subject = ? order by sequence",
                        row -> row.getLong(1),
                        stuck))
                .containsExactly(1L, 2L);
        database.update("delete from outbox where subject = ? and sequence = 1", stuck);
        assertThat(topics.await(Topics.JOB_PROGRESSED, stuck).sequence()).isEqualTo(2);
    }
}
