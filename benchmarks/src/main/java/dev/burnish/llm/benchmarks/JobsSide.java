package dev.burnish.llm.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.llm.Precision;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.JointSteps;
import dev.burnish.llm.training.JointSteps.Outcome;
import dev.burnish.llm.training.LoraTraining;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.StepReport;
import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.llm.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several jobs over one base model, trained together or one after another. */
public final class JobsSide {

    private static final double LEARNING_RATE = 1e-4;
    private static final double MAX_GRADIENT_NORM = 1;
    /** More than any comparison takes steps. */
    private static final int EPOCHS = 10_000;

    private @Nullable BaseModel model;
    private final List<LoraAdapter> adapters = new ArrayList<>();
    private final List<LoraTraining> trainings = new ArrayList<>();

    private JobsSide() {}

    /** @param arguments the number of threads */
    public static void main(String[] arguments) throws Exception {
        JobsSide side = new JobsSide();
        new Side()
                .on("load", side::load)
                .on("jobs", side::jobs)
                .on("round", side::round)
                .serve(Integer.parseInt(arguments[0]));
    }

    private Map<String, ?> load(JsonNode request) throws IOException {
        model = BaseModel.load(
                Path.of(request.path("model").asText()),
                Precision.valueOf(request.path("dtype").asText()));
        return Map.of();
    }

    /** As many jobs as {@code examples} names files, each with an adapter of its own of that {@code rank} on all linear layers. */
    private Map<String, ?> jobs(JsonNode request) throws IOException {
        if (model == null) {
            throw new IllegalStateException("load comes before jobs");
        }
        trainings.forEach(LoraTraining::close);
        trainings.clear();
        adapters.forEach(LoraAdapter::close);
        adapters.clear();
        int rank = request.path("rank").asInt();
        TrainingSettings settings = new TrainingSettings(
                EPOCHS, request.path("batch_size").asInt(), LEARNING_RATE, 0, MAX_GRADIENT_NORM, 1);
        for (JsonNode file : request.path("examples")) {
            List<EncodedExample> examples = Examples.read(Path.of(file.asText()));
            LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(rank, 2.0 * rank, 0), adapters.size());
            adapters.add(adapter);
            trainings.add(new LoraTraining(model, adapter, settings, MemoryPlan.KEEP_ALL, examples));
        }
        return Map.of();
    }

    /** {@code steps} optimizer steps of each job, {@code together} or one job after another. */
    private Map<String, ?> round(JsonNode request) throws TrainingDivergedException {
        int steps = request.path("steps").asInt();
        List<StepReport> reports = new ArrayList<>();
        long begin = System.nanoTime();
        if (request.path("together").asBoolean()) {
            for (int i = 0; i < steps; i++) {
                for (Outcome outcome : JointSteps.step(trainings)) {
                    reports.add(((Outcome.Done) outcome).report());
                }
            }
        } else {
            for (LoraTraining training : trainings) {
                for (int i = 0; i < steps; i++) {
                    reports.add(training.step());
                }
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Map.of(
                "seconds", seconds,
                "tokens", reports.stream().mapToInt(StepReport::tokens).sum(),
                "losses", reports.stream().map(StepReport::loss).sorted().toList());
    }
}
