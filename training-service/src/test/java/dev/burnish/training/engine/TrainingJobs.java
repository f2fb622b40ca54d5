package dev.burnish.training.engine;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.CloudEvents;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetSummary;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.Ids;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.TestTopics;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.PreferenceExample;
import dev.burnish.llm.text.PreferenceExamples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes jobs with stored data sets, and finds what came of them. */
public final class TrainingJobs {
    private final ObjectStore storage;

    public TrainingJobs(ObjectStore storage) {
        this.storage = storage;
    }

    public DatasetFormatted dataset(String model, long seed, TrainingPlan plan, Lora lora) throws IOException {
        String job = Ids.create("ftjob-");
        String prefix = "tenants/acme/jobs/" + job + "/dataset/";
        return new DatasetFormatted(
                new FineTuningJob(job, "acme", model, "ft:" + model + ":acme::1", seed, Hyperparameters.AUTO, lora),
                plan,
                stored(prefix + "train.jsonl", 10),
                stored(prefix + "validation.jsonl", 3),
                new DatasetSummary(10, 3, 0, 0, 400, 100));
    }

    /** Pairs whose preferred answer is always of one word and the other of another. */
    public DatasetFormatted preferences(String model, TrainingPlan plan) throws IOException {
        String job = Ids.create("ftjob-");
        String prefix = "tenants/acme/jobs/" + job + "/dataset/";
        return new DatasetFormatted(
                new FineTuningJob(
                        job,
                        "acme",
                        model,
                        "ft:" + model + ":acme::1",
                        42,
                        Hyperparameters.AUTO,
                        new Lora(4, 8, 0, List.of("q_proj", "v_proj"), true, true, 4),
                        Method.DPO,
                        new Schedule(Schedule.Decay.COSINE, 0.1)),
                plan,
                storedPairs(prefix + "train.jsonl", 0, 12),
                storedPairs(prefix + "validation.jsonl", 12, 4),
                new DatasetSummary(12, 4, 0, 0, 400, 100));
    }

    private Artifact storedPairs(String key, int first, int pairs) throws IOException {
        List<PreferenceExample> rows = new ArrayList<>();
        for (int i = first; i < first + pairs; i++) {
            rows.add(new PreferenceExample(
                    List.of(ChatMessage.user("Is " + i + " fine?")),
                    List.of(),
                    ChatMessage.assistant("yes"),
                    ChatMessage.assistant("nope"),
                    i + 1));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        PreferenceExamples.write(content, rows);
        return storage.put(key, new ByteArrayInputStream(content.toByteArray()), "application/jsonl");
    }

    private Artifact stored(String key, int examples) throws IOException {
        List<ChatExample> rows = new ArrayList<>();
        for (int i = 1; i <= examples; i++) {
            rows.add(new ChatExample(
                    List.of(ChatMessage.user("What comes after " + i + "?"), ChatMessage.assistant("It is " + (i + 1))),
                    i));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ChatExamples.write(content, rows);
        return storage.put(key, new ByteArrayInputStream(content.toByteArray()), "application/jsonl");
    }

    static Envelope envelope(Event event, long sequence) {
        return new Envelope(Ids.create("event-"), "/burnish/formatting", Instant.now(), "acme", sequence, event);
    }

    private static Event event(String message) {
        try {
            return CloudEvents.read(message).orElseThrow().event();
        } catch (MalformedEventException e) {
            throw new AssertionError(message, e);
        }
    }

    <T extends Event> List<T> events(TestTopics topics, String topic, String job, Class<T> kind) {
        return topics.records(topic).stream()
                .map(message -> new String(message.value(), StandardCharsets.UTF_8))
                .filter(message -> message.contains(job))
                .map(TrainingJobs::event)
                .map(kind::cast)
                .toList();
    }

    String text(Artifact artifact) throws IOException {
        try (InputStream content = storage.open(artifact)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
