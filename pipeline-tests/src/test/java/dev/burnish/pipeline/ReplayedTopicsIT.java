package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.finetuning.jobs.FineTuningJob;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReplayedTopicsIT {
    private static final Stack STACK = Stack.shared();
    private static final Broker BROKER = new Broker(STACK.bootstrapServers());
    private static final List<String> TOPICS =
            Arrays.stream(EventType.values()).map(EventType::topic).distinct().toList();

    @AfterAll
    static void close() {
        BROKER.close();
    }

    @Test
    void everyEventUpToTenTimesMoreInAnyOrderChangesNothing() throws Exception {
        String file = STACK.upload(Tickets.some(20)).id();
        FineTuningJob done = STACK.awaitEnd(STACK.createJob(file, "replayed", 1).id());
        FineTuningJob refused =
                STACK.awaitEnd(STACK.createJob(STACK.upload(Tickets.some(3)).id(), "refused", 1)
                        .id());
        FineTuningJob cancelled = STACK.createJob(file, "cancelled", 50);
        STACK.client().fineTuning().jobs().cancel(cancelled.id());
        STACK.awaitEnd(cancelled.id());
        assertThat(done.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        assertThat(refused.status()).isEqualTo(FineTuningJob.Status.FAILED);
        awaitQuiet();

        List<ProducerRecord<byte[], byte @Nullable []>> again = everyEventAgain(new Random(20261124));
        StoredState before = StoredState.of(STACK);
        long records = BROKER.size(TOPICS);
        BROKER.publish(again);
        awaitQuiet();

        assertThat(again).hasSizeGreaterThan(60);
        assertThat(before.objects()).hasSizeGreaterThan(5);
        assertThat(before.rows().values())
                .anySatisfy(rows -> assertThat(rows).anyMatch(row -> row.contains(done.id())));
        assertThat(BROKER.size(TOPICS)).as("records").isEqualTo(records + again.size());
        StoredState after = StoredState.of(STACK);
        assertThat(after.rows()).isEqualTo(before.rows());
        assertThat(after.objects()).isEqualTo(before.objects());
    }

    private static void awaitQuiet() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    assertThat(BROKER.lag()).isZero();
                    assertThat(StoredState.unfinished(STACK)).isZero();
                });
    }

    /** All events that lie in the topics, each one to ten times, byte for byte. */
    private static List<ProducerRecord<byte[], byte @Nullable []>> everyEventAgain(Random random) {
        List<ProducerRecord<byte[], byte @Nullable []>> again = new ArrayList<>();
        for (String topic : TOPICS) {
            for (String value : STACK.values(topic)) {
                subject(value).ifPresent(subject -> {
                    for (int times = 1 + random.nextInt(10); times > 0; times--) {
                        again.add(new ProducerRecord<>(topic, bytes(subject), bytes(value)));
                    }
                });
            }
        }
        Collections.shuffle(again, random);
        return again;
    }

    /** Other tests leave records that are no events. */
    private static Optional<String> subject(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return CloudEvents.read(value).map(Envelope::event).map(event -> event.subject());
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
