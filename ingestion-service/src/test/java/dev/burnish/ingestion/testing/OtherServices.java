package dev.burnish.ingestion.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Samples;
import dev.burnish.kit.testing.TestTopics;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Says about jobs what the other services say, each time a second later. */
public final class OtherServices implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Behind the creation of the jobs, with which their histories begin. */
    private static final Instant START = Instant.parse("2099-11-24T09:30:00Z");

    private final TestTopics topics = new TestTopics();
    private final Map<String, Integer> sequences = new HashMap<>();
    private int second;

    public void tell(String jobId, EventType type) throws IOException {
        tell(jobId, type, data -> {});
    }

    /** @param change of the sample's data */
    public void tell(String jobId, EventType type, Consumer<ObjectNode> change) throws IOException {
        topics.publishRaw(type.topic(), jobId, event(jobId, type, change));
    }

    /** The sample, about the job. */
    public String event(String jobId, EventType type, Consumer<ObjectNode> change) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(Samples.json(type));
        String source = event.get("source").asText();
        second++;
        event.put("id", UUID.randomUUID().toString());
        event.put("subject", jobId);
        event.put("time", now().toString());
        event.put("sequence", sequences.merge(source + jobId, 1, Integer::sum));
        ObjectNode data = (ObjectNode) event.get("data");
        if (data.has("job_id")) {
            data.put("job_id", jobId);
        } else {
            ((ObjectNode) data.get("job")).put("id", jobId);
        }
        change.accept(data);
        return JSON.writeValueAsString(event);
    }

    /** When the last event happened. */
    public Instant now() {
        return START.plusSeconds(second);
    }

    public TestTopics topics() {
        return topics;
    }

    @Override
    public void close() {
        topics.close();
    }
}
