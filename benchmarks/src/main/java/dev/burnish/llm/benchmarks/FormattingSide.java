package dev.burnish.llm.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.app.FormatDataset;
import dev.burnish.formatting.domain.TrainingSpeeds;
import dev.burnish.formatting.engine.LlmTokenCounters;
import dev.burnish.formatting.engine.LlmTrainingForecasts;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.formatting.storage.DetectedRowFiles;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.work.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The formatting service's use case on a folder of files. {@code load} names a model's folder and one for objects, {@code round} a file of rows in the latter; the answer has the
 * seconds from the submitted file to the stored sets and their report, the examples that are left, and the tokens of all.
 */
final class FormattingSide {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Lease LEASE = new Lease() {
        @Override
        public void check() {}

        @Override
        public void commit(Runnable change) {
            change.run();
        }

        @Override
        public void progressed() {}
    };

    /** Nothing was trained here. */
    private static final TrainingSpeeds UNKNOWN = new TrainingSpeeds() {
        @Override
        public void add(String jobId, String baseModel, double operationsPerSecond) {}

        @Override
        public Optional<Speed> recent(String baseModel) {
            return Optional.empty();
        }
    };

    private final FolderStore store;
    private final FormatDataset formatDataset;
    private final String model;

    private FormattingSide(Path model, Path objects) {
        BaseModels models = new BaseModels(requireNonNull(model.getParent()));
        this.model = model.getFileName().toString();
        store = new FolderStore(objects);
        formatDataset = new FormatDataset(
                new LlmTokenCounters(models, new ModelBackends(models, ConfigProvider.getConfig())),
                new DetectedRowFiles(),
                new LlmTrainingForecasts(models, UNKNOWN),
                new ReportFiles(store),
                store);
    }

    public static void main(String[] arguments) throws Exception {
        FormattingSide[] loaded = new FormattingSide[1];
        new Side()
                .on("load", request -> {
                    loaded[0] = new FormattingSide(
                            Path.of(request.path("model").asText()),
                            Path.of(request.path("objects").asText()));
                    return Map.of();
                })
                .on(
                        "round",
                        request ->
                                requireNonNull(loaded[0], "nothing is loaded").round(request))
                .serve();
    }

    private Map<String, ?> round(JsonNode request) throws Exception {
        Artifact content = stored(request.path("file").asText());
        FineTuningJob job = new FineTuningJob(
                "ftjob-1",
                "bench",
                model,
                "ft:" + model + ":bench::1",
                7,
                Hyperparameters.AUTO,
                Lora.DEFAULT,
                Method.SUPERVISED,
                Schedule.DEFAULT);
        SubmittedFile file = new SubmittedFile("file-1", content.key(), content);
        long before = spent();
        long begin = System.nanoTime();
        Event event = formatDataset.format(new DatasetSubmitted(job, file, null), "formatted", LEASE);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double processor = (spent() - before) / 1e9;
        return switch (event) {
            case DatasetFormatted formatted ->
                Map.of(
                        "seconds",
                        seconds,
                        "processor",
                        processor,
                        "examples",
                        formatted.summary().trainingExamples()
                                + formatted.summary().validationExamples(),
                        "tokens",
                        tokens(formatted));
            case DatasetRejected rejected ->
                throw new IllegalStateException(rejected.failure().message());
            default -> throw new IllegalStateException("formatting ends in none of " + event);
        };
    }

    /** Nanoseconds of processors that this process has taken. */
    private static long spent() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** The file as an object of the folder: what it holds is digested here, as an upload does. */
    private Artifact stored(String name) throws IOException {
        try (InputStream content = Files.newInputStream(Path.of(name))) {
            return store.put("submitted.jsonl", content, "application/jsonl");
        }
    }

    /** Of all examples, as the report tells it. */
    private long tokens(DatasetFormatted formatted) throws IOException {
        Artifact report = requireNonNull(formatted.report()).json();
        return JSON.readTree(store.file(report).toFile())
                .at("/lengths/tokens/total")
                .longValue();
    }
}
