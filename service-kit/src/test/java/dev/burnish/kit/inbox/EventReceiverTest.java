package dev.burnish.kit.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.JobCancelled;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Topics;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.outbox.Outbox;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class EventReceiverTest {
    private final CancellationListener listener;
    private final Outbox outbox;
    private final AgroalDataSource dataSource;
    private final TestTopics topics = new TestTopics();
    private final String job = Ids.create("ftjob-");

    EventReceiverTest(CancellationListener listener, Outbox outbox, AgroalDataSource dataSource) {
        this.listener = listener;
        this.outbox = outbox;
        this.dataSource = dataSource;
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private static Envelope cancelled(String job) {
        return new Envelope(
                Ids.uuid().toString(),
                "/burnish/training",
                Instant.parse("2026-11-24T10:00:00Z"),
                RealParts.TENANT,
                1,
                new JobCancelled(job, 3));
    }

    private void awaitHandled(Envelope envelope) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(listener.handled(envelope.event().subject())).contains(envelope));
    }

    private ConsumerRecord<byte[], byte[]> deadLetter(String key) {
        return topics.awaitRecords(
                        Topics.deadLetters("formatting"), letter -> key.equals(new String(letter.key(), UTF_8)), 1)
                .getFirst();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void anEventTakesEffectOnceHoweverOftenItIsDelivered() {
        Envelope envelope = cancelled(job);
        for (int delivery = 0; delivery < 5; delivery++) {
            topics.publish(envelope);
        }
        Envelope next = cancelled(job);
        topics.publish(next);

        awaitHandled(next);
        assertThat(listener.handled(job)).containsExactly(envelope, next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{\"specversion\": \"1.0\"}", "not json at all"})
    void aMalformedRecordGoesToTheDeadLettersAndTheNextIsHandled(String malformed) {
        topics.publishRaw(Topics.JOB_CANCELLED, job, malformed);
        Envelope next = cancelled(job);
        topics.publish(next);

        ConsumerRecord<byte[], byte[]> letter = deadLetter(job);
        assertThat(letter.value()).isEqualTo(malformed.getBytes(UTF_8));
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(Topics.JOB_CANCELLED);
        assertThat(header(letter, "dead-letter-exception-class-name")).endsWith("MalformedEventException");
        assertThat(header(letter, "content-type")).isEqualTo(CloudEvents.CONTENT_TYPE);
        awaitHandled(next);
    }

    @Test
    void aRecordThatIsNotUtf8IsKeptByteForByte() {
        byte[] record = CloudEvents.write(cancelled(job)).getBytes(UTF_8);
        byte[] broken = Arrays.copyOf(record, record.length);
        broken[record.length / 2] = (byte) 0xff;

        topics.publishRaw(Topics.JOB_CANCELLED, job, broken);

        assertThat(deadLetter(job).value()).isEqualTo(broken);
        assertThat(listener.handled(job)).isEmpty();
    }

    @Test
    void aTombstoneIsNoEvent() {
        topics.publishRaw(Topics.JOB_CANCELLED, job, (String) null);

        assertThat(deadLetter(job).value()).isNull();
    }

    @Test
    void anotherEventWithTheSameIdIsMalformed() {
        Envelope envelope = cancelled(job);
        topics.publish(envelope);
        awaitHandled(envelope);

        String forged = CloudEvents.write(envelope).replace("10:00:00", "11:00:00");
        topics.publishRaw(Topics.JOB_CANCELLED, job, forged);

        assertThat(header(deadLetter(job), "dead-letter-reason")).contains(envelope.id());
        assertThat(listener.handled(job)).containsExactly(envelope);
    }

    @Test
    void aTypeOfALaterVersionIsIgnored() {
        Envelope later = cancelled(job);
        topics.publishRaw(Topics.JOB_CANCELLED, job, CloudEvents.write(later).replace("cancelled.v1", "cancelled.v2"));
        Envelope next = cancelled(job);
        topics.publish(next);

        awaitHandled(next);
        assertThat(listener.handled(job)).containsExactly(next);
    }

    @Test
    void aHandlerThatThrowsLeavesNoTraceButADeadLetter() {
        Envelope envelope = cancelled(job);
        listener.prepare(job, event -> {
            outbox.publish(event.tenant(), event.event());
            throw new IllegalStateException("this event fits no state");
        });

        topics.publish(envelope);

        assertThat(header(deadLetter(job), "dead-letter-reason")).isEqualTo("this event fits no state");
        assertThat(new Statements(dataSource)
                        .query("select 1 from outbox_sequence where subject = ?", row -> true, job))
                .isEmpty();
    }

    @Test
    void waitsForADatabaseThatCutsTheConnection() {
        AtomicInteger attempts = new AtomicInteger();
        Statements statements = new Statements(dataSource);
        listener.prepare(job, event -> {
            if (attempts.incrementAndGet() < 3) {
                statements.query("select pg_terminate_backend(pg_backend_pid())", row -> true);
            }
        });
        Envelope envelope = cancelled(job);

        topics.publish(envelope);

        awaitHandled(envelope);
        assertThat(attempts).hasValue(3);
        assertThat(listener.handled(job)).containsExactly(envelope);
    }

    @Test
    void waitsForADatabaseThatCutsTheConnectionBeforeTheCommit() {
        AtomicInteger attempts = new AtomicInteger();
        Statements statements = new Statements(dataSource);
        listener.prepare(job, event -> {
            outbox.publish(event.tenant(), new JobProgressed(job, 1, 2, 1, 1, 1, 1, 1, 1, 1));
            if (attempts.incrementAndGet() < 3) {
                int backend = statements
                        .query("select pg_backend_pid()", row -> row.getInt(1))
                        .getFirst();
                QuarkusTransaction.requiringNew()
                        .run(() -> statements.query("select pg_terminate_backend(?, 5000)", row -> true, backend));
            }
        });
        Envelope envelope = cancelled(job);

        topics.publish(envelope);

        await().atMost(Duration.ofSeconds(30)).until(() -> listener.handled(job).size() == 3);
        // The listener saw every attempt through to its end; the database keeps the last one alone.
        assertThat(topics.await(Topics.JOB_PROGRESSED, job).sequence()).isEqualTo(1);
        assertThat(statements.query("select last from outbox_sequence where subject = ?", row -> row.getLong(1), job))
                .containsExactly(1L);
    }
}
