package dev.burnish.evaluation.engine;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.kit.Ids;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.EncodedExamples;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.PreferenceExample;
import dev.burnish.llm.text.PreferenceExamples;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.training.LoraTraining;
import dev.burnish.llm.training.TrainingSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes adapters, and jobs that have been trained to them. */
final class TrainedJobs {
    private final ObjectStore storage;
    private final BaseModels models;
    private final DeviceEngine engine;

    TrainedJobs(ObjectStore storage, BaseModels models, DeviceEngine engine) {
        this.storage = storage;
        this.models = models;
        this.engine = engine;
    }

    /** An adapter that has learned the examples by heart. */
    AdapterFiles tuned(List<ChatExample> examples, Path directory) throws Exception {
        Path base = models.find(SmallModels.SMALL).orElseThrow();
        try (TextModel text = TextModel.load(base)) {
            TrainingSettings schedule = new TrainingSettings(80, examples.size(), 2e-2, 0.1, 1, 1);
            ExampleEncoder encoder = new ExampleEncoder(text, text.maxPositions());
            EncodedExamples encoded = encoder.encode(examples);
            engine.call(() -> {
                try (BaseModel weights = BaseModel.load(base, engine.precision());
                        LoraAdapter adapter = LoraAdapter.initialise(weights, new LoraSettings(8, 16, 0), 1);
                        LoraTraining training = new LoraTraining(weights, adapter, schedule, encoded.examples())) {
                    while (!training.finished()) {
                        training.step();
                    }
                    adapter.save(directory, SmallModels.SMALL);
                    return directory;
                }
            });
        }
        String prefix = "tenants/acme/adapters/" + Ids.create("adapter-") + "/";
        return new AdapterFiles(
                storage.put(prefix + "config", directory.resolve("adapter_config.json"), "application/json"),
                storage.put(
                        prefix + "weights",
                        directory.resolve("adapter_model.safetensors"),
                        "application/octet-stream"));
    }

    JobTrained trained(AdapterFiles adapter, List<ChatExample> validation) throws IOException {
        return trained(SmallModels.SMALL, adapter, validation);
    }

    JobTrained trained(String model, AdapterFiles adapter, List<ChatExample> examples) throws IOException {
        String job = Ids.create("ftjob-");
        ByteArrayOutputStream validation = new ByteArrayOutputStream();
        ChatExamples.write(validation, examples);
        return new JobTrained(
                new FineTuningJob(
                        job, "acme", model, "ft:" + model + ":acme::1", 1, Hyperparameters.AUTO, Lora.DEFAULT),
                adapter,
                stored("tenants/acme/jobs/" + job + "/dataset/validation.jsonl", validation.toByteArray()),
                stored("tenants/acme/jobs/" + job + "/metrics.csv", new byte[0]),
                1,
                1);
    }

    JobTrained trainedOnPairs(AdapterFiles adapter, List<PreferenceExample> pairs) throws IOException {
        String job = Ids.create("ftjob-");
        ByteArrayOutputStream validation = new ByteArrayOutputStream();
        PreferenceExamples.write(validation, pairs);
        return new JobTrained(
                new FineTuningJob(
                        job,
                        "acme",
                        SmallModels.SMALL,
                        "ft:" + SmallModels.SMALL + ":acme::1",
                        1,
                        Hyperparameters.AUTO,
                        Lora.DEFAULT,
                        Method.DPO,
                        Schedule.DEFAULT),
                adapter,
                stored("tenants/acme/jobs/" + job + "/dataset/validation.jsonl", validation.toByteArray()),
                stored("tenants/acme/jobs/" + job + "/metrics.csv", new byte[0]),
                1,
                1);
    }

    static List<ChatExample> examples(int from, int to) {
        List<ChatExample> examples = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            examples.add(new ChatExample(
                    List.of(ChatMessage.user("What is " + i + "?"), ChatMessage.assistant("It is " + i)), i));
        }
        return examples;
    }

    Artifact stored(String key, byte[] content) throws IOException {
        return storage.put(key, new ByteArrayInputStream(content), "application/octet-stream");
    }

    static Envelope envelope(JobTrained trained, long sequence) {
        return new Envelope(Ids.create("event-"), "/burnish/training", Instant.now(), "acme", sequence, trained);
    }
}
