package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.models.finetuning.jobs.FineTuningJob;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Topics;
import dev.burnish.local.deadletters.DeadLetter;
import dev.burnish.local.deadletters.DeadLetterTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MalformedRecordsIT {
    private static final Stack STACK = Stack.shared();
    private static final Broker BROKER = new Broker(STACK.bootstrapServers());
    private static final long SEED = 20261124;
    private static final int RECORDS = 1_000;
    private static final int BATCHES = 20;
    private static final List<EventType> TYPES = List.of(EventType.values());
    private static final List<String> SERVICES =
            List.of("ingestion", "formatting", "training", "evaluation", "deployment");

    /** The stack may have letters of an earlier run. */
    private final String toBeReplayed = "no event, to be replayed " + UUID.randomUUID();

    private final DeadLetterTopics deadLetters =
            new DeadLetterTopics(Map.of("bootstrap.servers", STACK.bootstrapServers()));

    @AfterAll
    static void close() {
        BROKER.close();
    }

    @Test
    void aThousandMalformedRecordsGoToTheDeadLettersWhileJobsAreDone() throws Exception {
        Map<String, List<String>> readers = BROKER.readers();
        Map<String, Integer> expected = letters();
        Map<String, Long> processes = processes();
        Random random = new Random(SEED);
        MalformedRecords malformed = new MalformedRecords(SEED);
        String file = STACK.upload(Tickets.some(20)).id();

        List<FineTuningJob> jobs = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch % 10 == 0) {
                jobs.add(STACK.createJob(file, "among-" + batch, 1));
            }
            List<ProducerRecord<byte[], byte @Nullable []>> records = new ArrayList<>();
            for (int number = 0; number < RECORDS / BATCHES; number++) {
                EventType type = TYPES.get(random.nextInt(TYPES.size()));
                byte[] key = jobs.get(random.nextInt(jobs.size())).id().getBytes(StandardCharsets.UTF_8);
                records.add(new ProducerRecord<>(type.topic(), key, malformed.next(type)));
                readers.getOrDefault(type.topic(), List.of())
                        .forEach(reader -> expected.merge(reader, 1, Integer::sum));
            }
            BROKER.publish(records);
        }

        for (FineTuningJob job : jobs) {
            assertThat(STACK.awaitEnd(job.id()).status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
        }
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(BROKER.lag()).isZero());
        assertThat(letters()).isEqualTo(expected);
        assertThat(processes()).isEqualTo(processes);
    }

    @Test
    void aReplayedLetterIsHandledAgain() throws Exception {
        STACK.publishRaw(Topics.JOB_EVALUATED, "ftjob-replayed", toBeReplayed);
        DeadLetter letter = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> deadLetters.all("deployment").stream()
                                .filter(each -> isReplayed(each.value()))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();

        assertThat(deadLetters.replay(List.of(letter)))
                .singleElement()
                .satisfies(place -> assertThat(place).startsWith(Topics.JOB_EVALUATED + "-"));

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(deadLetters.all("deployment"))
                        .filteredOn(each -> isReplayed(each.value()))
                        .hasSize(2)
                        .allSatisfy(each -> assertThat(each.origin()).startsWith(Topics.JOB_EVALUATED + "-")));
    }

    private boolean isReplayed(byte @Nullable [] value) {
        return value != null && new String(value, StandardCharsets.UTF_8).equals(toBeReplayed);
    }

    private Map<String, Integer> letters() throws Exception {
        Map<String, Integer> letters = new HashMap<>();
        for (String service : SERVICES) {
            letters.put(service, Math.toIntExact(BROKER.size(List.of(Topics.deadLetters(service)))));
        }
        return letters;
    }

    private static Map<String, Long> processes() {
        return SERVICES.stream().collect(Collectors.toMap(service -> service, STACK::pid));
    }
}
