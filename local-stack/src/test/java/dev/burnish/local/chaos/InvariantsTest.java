package dev.burnish.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Samples;
import dev.burnish.local.chaos.Databases.Work;
import dev.burnish.local.chaos.EventLog.Recorded;
import dev.burnish.local.layout.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job, told by the sample events, and each time one thing that is wrong with it. */
class InvariantsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<EventType> STAGES = List.of(
            EventType.DATASET_SUBMITTED,
            EventType.DATASET_FORMATTED,
            EventType.JOB_TRAINED,
            EventType.JOB_EVALUATED,
            EventType.MODEL_DEPLOYED);

    @TempDir
    private Path bucket = Path.of("");

    private final List<String> jobs = new ArrayList<>();
    private final Map<Service, List<Work>> work = new EnumMap<>(Service.class);
    private final Map<Service, Integer> unpublished = new EnumMap<>(Service.class);
    private final List<Recorded> events = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private AcceptedJob job = new AcceptedJob("", "");

    @BeforeEach
    void everythingIsInOrder() throws IOException, MalformedEventException {
        for (EventType stage : STAGES) {
            events.add(record(stored(JSON.readTree(Samples.json(stage)))));
        }
        job = new AcceptedJob(events.getFirst().envelope().event().subject(), "2 epochs from seed 0");
        job.seen("succeeded", "");
        jobs.add(job.id());
        for (Service worker : Service.values()) {
            unpublished.put(worker, 0);
            if (worker != Service.INGESTION) {
                work.put(worker, new ArrayList<>(List.of(new Work(job.id(), "DONE", 1))));
            }
        }
    }

    @Test
    void findsNothingWhereAllIsInOrder() throws IOException {
        assertThat(violations()).isEmpty();
    }

    @Test
    void allowsAnEventToLieInKafkaTwice() throws IOException {
        events.add(events.get(2));

        assertThat(violations()).isEmpty();
    }

    @Test
    void seesAJobThatHasNotSucceeded() throws IOException {
        job.seen("failed", "No memory.");

        assertThat(violations()).containsExactly(job.id() + " is failed No memory.");
    }

    @Test
    void seesAJobThatNobodyWasToldOf() throws IOException {
        jobs.add("ftjob-doubled");

        assertThat(violations()).singleElement().asString().startsWith("ftjob-doubled, which no client was told of");
    }

    @Test
    void seesAnAcceptedJobThatIsLost() throws IOException {
        jobs.clear();

        assertThat(violations()).containsExactly(job.id() + " is not in ingestion's table of jobs");
    }

    @Test
    void seesWorkThatNobodyDoes() throws IOException {
        work.put(Service.EVALUATION, List.of(new Work(job.id(), "RUNNING", 1)));

        assertThat(violations()).containsExactly("the work of evaluation on " + job.id() + " is RUNNING");
    }

    @Test
    void seesAnAdapterOfAWorkerThatHadLostItsClaim() throws IOException {
        work.put(Service.TRAINING, List.of(new Work(job.id(), "DONE", 2)));

        assertThat(violations()).singleElement().asString().endsWith("is not of the last attempt, 2");
    }

    @Test
    void seesAStageThatTookEffectTwice() throws IOException, MalformedEventException {
        ObjectNode again = (ObjectNode) JSON.readTree(events.get(2).text());
        events.add(record(again.put("id", "another").put("sequence", 2)));

        assertThat(violations()).containsExactly(job.id() + " is twice in the events JobTrained");
    }

    @Test
    void seesAStageThatIsLost() throws IOException {
        events.remove(3);

        assertThat(violations()).containsExactly(job.id() + " is not in the events JobEvaluated");
    }

    @Test
    void seesASequenceNumberThatIsMissing() throws IOException, MalformedEventException {
        ObjectNode later = (ObjectNode) JSON.readTree(events.get(2).text());
        events.set(2, record(later.put("sequence", 2)));

        assertThat(violations()).singleElement().asString().endsWith("have the sequence numbers [2]");
    }

    @Test
    void seesAnIdThatWasUsedForTwoEvents() throws IOException, MalformedEventException {
        ObjectNode other = (ObjectNode) JSON.readTree(events.get(4).text());
        events.add(record(other.put("time", "2026-11-24T09:30:01Z")));

        assertThat(violations()).singleElement().asString().endsWith("was written twice, with different content");
    }

    @Test
    void seesAnAdapterThatEqualJobsDoNotHave() throws IOException, MalformedEventException {
        AcceptedJob first = job;
        for (EventType stage : STAGES) {
            String text = Samples.json(stage)
                    .replace(first.id(), "ftjob-equal")
                    .replace("0199e1f3-0000", "0199e1f3-0001")
                    .replace("/attempts/1/", "/attempts/2/");
            events.add(record(stored(JSON.readTree(text))));
        }
        jobs.add("ftjob-equal");
        work.values().forEach(pieces -> pieces.add(new Work("ftjob-equal", "DONE", 2)));
        AcceptedJob second = new AcceptedJob("ftjob-equal", first.likeness());
        second.seen("succeeded", "");

        List<String> violations = new Invariants(new StoredObjects(bucket))
                .violations(List.of(first, second), new Evidence(jobs, work, unpublished, events, deadLetters));

        assertThat(violations).singleElement().asString().endsWith("has another adapter than equal jobs");
    }

    @Test
    void seesAnEventThatNeverLeft() throws IOException {
        unpublished.put(Service.TRAINING, 3);

        assertThat(violations()).containsExactly("3 events wait in the outbox of training");
    }

    @Test
    void seesADeadLetter() throws IOException {
        deadLetters.add("{}");

        assertThat(violations()).containsExactly("a dead letter: {}");
    }

    @Test
    void seesAnObjectThatIsNotWhatItsEventSaysOrIsGone() throws IOException {
        Path adapter = bucket.resolve("tenants/acme/jobs/" + job.id() + "/attempts/1/adapter/adapter_config.json");
        Files.writeString(adapter, "x" + Files.readString(adapter).substring(1));

        assertThat(violations()).isNotEmpty().allMatch(violation -> violation.endsWith("is not what its event says"));
        Files.delete(adapter);
        assertThat(violations()).isNotEmpty().allMatch(violation -> violation.endsWith("is not in storage"));
    }

    private List<String> violations() throws IOException {
        return new Invariants(new StoredObjects(bucket))
                .violations(List.of(job), new Evidence(jobs, work, unpublished, events, deadLetters));
    }

    private static Recorded record(JsonNode event) throws MalformedEventException {
        String text = event.toString();
        return new Recorded(text, CloudEvents.read(text).orElseThrow());
    }

    /** Stores an object for each that the event points to, with its own key as its content, and lets the event tell so. */
    private JsonNode stored(JsonNode node) throws IOException {
        if (node instanceof ObjectNode object && object.has("sha256")) {
            String key = object.path("key").asText();
            Path file = bucket.resolve(key);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, key);
            object.put("bytes", key.length()).put("sha256", sha256(key));
        }
        for (JsonNode child : node) {
            stored(child);
        }
        return node;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
