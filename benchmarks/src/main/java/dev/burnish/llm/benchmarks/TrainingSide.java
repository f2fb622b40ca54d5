package dev.burnish.llm.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.Precision;
import dev.burnish.llm.estimate.TrainingEstimate;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.AdapterTrainer;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.OptimizerSettings;
import dev.burnish.llm.training.StepReport;
import dev.burnish.llm.training.TrainingDivergedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Burnish's side of the comparison of training. */
public final class TrainingSide {

    private static final double LEARNING_RATE = 1e-4;
    private static final double MAX_GRADIENT_NORM = 1;

    private @Nullable BaseModel model;
    private @Nullable AdapterTrainer trainer;
    private @Nullable TrainingEstimate estimate;
    private List<EncodedExample> examples = List.of();
    private int batchSize = 1;
    private int next;

    private TrainingSide() {}

    /** @param arguments the number of threads */
    public static void main(String[] arguments) throws Exception {
        TrainingSide side = new TrainingSide();
        new Side()
                .on("load", side::load)
                .on("workload", side::workload)
                .on("round", side::round)
                .on("estimate", side::estimate)
                .serve(Integer.parseInt(arguments[0]));
    }

    private Map<String, ?> load(JsonNode request) throws IOException {
        model = BaseModel.load(
                Path.of(request.path("model").asText()),
                Precision.valueOf(request.path("dtype").asText()));
        return Map.of();
    }

    /** The adapter starts anew with each workload. */
    private Map<String, ?> workload(JsonNode request) throws IOException {
        if (model == null) {
            throw new IllegalStateException("load comes before workload");
        }
        if (trainer != null) {
            trainer.close();
        }
        LoraAdapter adapter = LoraAdapter.load(Path.of(request.path("adapter").asText()), model);
        MemoryPlan plan = new MemoryPlan(
                request.path("micro_batch_tokens").asInt(4096),
                request.path("kept_layers").asInt(Integer.MAX_VALUE));
        estimate = TrainingEstimate.ofAdapter(model.config(), model.precision(), adapter.settings(), plan);
        trainer = new AdapterTrainer(model, adapter, OptimizerSettings.ofAdapter(MAX_GRADIENT_NORM), plan);
        examples = Examples.read(Path.of(request.path("examples").asText()));
        batchSize = request.path("batch_size").asInt();
        next = 0;
        return Map.of();
    }

    /** {@code steps} optimizer steps over the next batches of the workload, which starts again at its end. */
    private Map<String, ?> round(JsonNode request) throws TrainingDivergedException {
        if (trainer == null) {
            throw new IllegalStateException("workload comes before round");
        }
        List<StepReport> steps = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < request.path("steps").asInt(); i++) {
            steps.add(trainer.step(examples.subList(next, next + batchSize), LEARNING_RATE, 0));
            next = (next + batchSize) % examples.size();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Map.of(
                "seconds", seconds,
                "tokens", steps.stream().mapToInt(StepReport::tokens).sum(),
                "learned", steps.stream().mapToInt(StepReport::learnedTokens).sum(),
                "losses", steps.stream().map(StepReport::loss).toList(),
                "norms", steps.stream().map(StepReport::gradientNorm).toList());
    }

    /** What the memory of the workload was estimated to be, in bytes, whole and by its parts. */
    private Map<String, ?> estimate(JsonNode request) {
        if (estimate == null) {
            throw new IllegalStateException("workload comes before estimate");
        }
        return Map.of("bytes", estimate.total(), "parts", estimate);
    }
}
