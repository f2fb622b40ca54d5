package dev.burnish.training.engine;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.text.ChatExampleException;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.training.LoraTraining;
import dev.burnish.llm.training.TrainingSettings;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sessions that train with llm-core. */
@ApplicationScoped
public class LoraTrainingSessions implements TrainingSessions {
    private final DeviceEngine engine;
    private final LoadedModels models;
    private final EngineSettings settings;
    private final StepMeters meters;

    public LoraTrainingSessions(DeviceEngine engine, LoadedModels models, EngineSettings settings, StepMeters meters) {
        this.engine = engine;
        this.models = models;
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public TrainingSession open(TrainingTask task) throws RunFailedException, IOException {
        FineTuningJob job = task.job();
        LoraSettings shape = shape(job.lora());
        TrainingSettings schedule = schedule(task.plan(), job.seed());
        LoadedModel base = models.get(job.baseModel());
        List<EncodedExample> trainingSet = encoded(task.trainingSet(), base);
        List<EncodedExample> validationSet = encoded(task.validationSet(), base);
        if (trainingSet.isEmpty()) {
            throw new RunFailedException(
                    Reason.INVALID_DATASET, "No training example has an assistant message to learn.", null);
        }
        return engine.compute(() -> {
            LoraAdapter adapter = LoraAdapter.initialise(base.weights(), shape, job.seed());
            try {
                LoraTraining training = new LoraTraining(base.weights(), adapter, schedule, trainingSet);
                return new LoraTrainingSession(engine, base, adapter, training, validationSet, meters);
            } catch (RuntimeException e) {
                adapter.close();
                throw e;
            }
        });
    }

    private static LoraSettings shape(Lora lora) throws RunFailedException {
        try {
            return new LoraSettings(lora.rank(), lora.alpha(), lora.dropout());
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    private TrainingSettings schedule(TrainingPlan plan, long seed) throws RunFailedException {
        try {
            return new TrainingSettings(
                    plan.epochs(),
                    plan.batchSize(),
                    settings.baseLearningRate() * plan.learningRateMultiplier(),
                    settings.warmupRatio(),
                    settings.maxGradientNorm(),
                    seed);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    private static RunFailedException invalid(IllegalArgumentException e) {
        return new RunFailedException(
                Reason.INVALID_HYPERPARAMETERS, "This cannot be trained: " + e.getMessage() + ".", e);
    }

    private static List<EncodedExample> encoded(Path file, LoadedModel base) throws RunFailedException, IOException {
        ExampleEncoder encoder = new ExampleEncoder(base.text(), base.text().maxPositions());
        try (InputStream examples = new BufferedInputStream(Files.newInputStream(file))) {
            return encoder.encode(ChatExamples.read(examples)).examples();
        } catch (ChatExampleException | ChatTemplateException e) {
            throw new RunFailedException(
                    Reason.INVALID_DATASET, file.getFileName() + " cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
