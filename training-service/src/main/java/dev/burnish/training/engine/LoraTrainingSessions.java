package dev.burnish.training.engine;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.PreferencePair;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** Sessions that train with llm-core. */
@ApplicationScoped
public class LoraTrainingSessions implements TrainingSessions {
    private final DeviceEngine engine;
    private final LoadedModels models;
    private final EngineSettings settings;
    private final TrainingMemory memory;
    private final StepMeters meters;

    public LoraTrainingSessions(
            DeviceEngine engine,
            LoadedModels models,
            EngineSettings settings,
            TrainingMemory memory,
            StepMeters meters) {
        this.engine = engine;
        this.models = models;
        this.settings = settings;
        this.memory = memory;
        this.meters = meters;
    }

    /** Makes what an adapter learns from, on the engine's thread. */
    private interface Lesson {
        Learning over(BaseModel model, LoraAdapter adapter);
    }

    @Override
    public TrainingSession open(TrainingTask task) throws RunFailedException, IOException {
        FineTuningJob job = task.job();
        TrainingRecipe recipe = TrainingRecipe.of(job, task.plan(), settings);
        memory.requireRoom(models.config(job.baseModel()), recipe);
        LoadedModel base = models.get(job.baseModel(), recipe.quantisation());
        String fingerprint = fingerprint(base, recipe);
        Lesson lesson = switch (job.method()) {
            case SUPERVISED -> conversations(task, base, recipe);
            case DPO -> preferences(task, base, recipe);
        };
        return engine.compute(() -> {
            LoraAdapter adapter = LoraAdapter.initialise(base.weights(), recipe.shape(), job.seed());
            try {
                return new LoraTrainingSession(
                        engine, base, adapter, lesson.over(base.weights(), adapter), meters, fingerprint);
            } catch (RuntimeException e) {
                adapter.close();
                throw e;
            }
        });
    }

    /** All else is the job's own, which never changes. */
    private String fingerprint(LoadedModel base, TrainingRecipe recipe) {
        Fingerprint fingerprint = new Fingerprint();
        String dependedOn = String.join(
                " ",
                base.identity(),
                engine.precision().name(),
                recipe.settings().toString());
        fingerprint.add(dependedOn.getBytes(StandardCharsets.UTF_8));
        return fingerprint.hex();
    }

    private Lesson conversations(TrainingTask task, LoadedModel base, TrainingRecipe recipe)
            throws RunFailedException, IOException {
        TrainingSets sets = new TrainingSets(base.text());
        List<EncodedExample> training = sets.conversations(task.trainingSet());
        List<EncodedExample> validation = sets.conversations(task.validationSet());
        MemoryPlan plan = plan(training, example -> example.tokens().length, base, recipe);
        return (model, adapter) ->
                new SupervisedLearning(model, adapter, recipe.settings(), plan, training, validation);
    }

    private Lesson preferences(TrainingTask task, LoadedModel base, TrainingRecipe recipe)
            throws RunFailedException, IOException {
        TrainingSets sets = new TrainingSets(base.text());
        List<PreferencePair> training = sets.pairs(task.trainingSet());
        List<PreferencePair> validation = sets.pairs(task.validationSet());
        MemoryPlan plan = plan(training, PreferencePair::tokens, base, recipe);
        double beta = Objects.requireNonNullElseGet(
                task.plan().beta(), () -> task.job().hyperparameters().resolvedBeta());
        return (model, adapter) ->
                new PreferenceLearning(model, adapter, recipe.settings(), beta, plan, training, validation);
    }

    private <T> MemoryPlan plan(List<T> training, ToIntFunction<T> tokens, LoadedModel base, TrainingRecipe recipe)
            throws RunFailedException {
        int longest = training.stream()
                .mapToInt(tokens)
                .max()
                .orElseThrow(() -> new RunFailedException(
                        Reason.INVALID_DATASET, "No training example has an assistant message to learn.", null));
        return memory.plan(base.weights().config(), recipe, longest);
    }
}
