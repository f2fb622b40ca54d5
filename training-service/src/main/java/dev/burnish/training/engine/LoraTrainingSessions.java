package dev.burnish.training.engine;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.PreferencePair;
import dev.burnish.llm.training.TrainingSettings;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import dev.burnish.training.engine.TrainingRoom.Request;
import dev.burnish.training.engine.TrainingRoom.Stay;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Sessions that train with llm-core. */
@ApplicationScoped
public class LoraTrainingSessions implements TrainingSessions {
    private final DeviceEngine engine;
    private final LoadedModels models;
    private final EngineSettings settings;
    private final TrainingRoom room;
    private final StepMeters meters;

    public LoraTrainingSessions(
            DeviceEngine engine, LoadedModels models, EngineSettings settings, TrainingRoom room, StepMeters meters) {
        this.engine = engine;
        this.models = models;
        this.settings = settings;
        this.room = room;
        this.meters = meters;
    }

    /** What an adapter learns from. */
    private sealed interface Lesson {

        /** Tokens of what must run through the model at once. */
        int longest();

        /** On the engine's thread. */
        Learning over(BaseModel model, LoraAdapter adapter, MemoryPlan plan);
    }

    private record Conversations(
            TrainingSettings settings, List<EncodedExample> training, List<EncodedExample> validation)
            implements Lesson {
        @Override
        public int longest() {
            return training.stream()
                    .mapToInt(example -> example.tokens().length)
                    .max()
                    .orElse(0);
        }

        @Override
        public Learning over(BaseModel model, LoraAdapter adapter, MemoryPlan plan) {
            return new SupervisedLearning(model, adapter, settings, plan, training, validation);
        }
    }

    private record Preferences(
            TrainingSettings settings, double beta, List<PreferencePair> training, List<PreferencePair> validation)
            implements Lesson {
        @Override
        public int longest() {
            return training.stream().mapToInt(PreferencePair::tokens).max().orElse(0);
        }

        @Override
        public Learning over(BaseModel model, LoraAdapter adapter, MemoryPlan plan) {
            return new PreferenceLearning(model, adapter, settings, beta, plan, training, validation);
        }
    }

    @Override
    public TrainingSession open(TrainingTask task, BooleanSupplier isWanted) throws RunFailedException, IOException {
        FineTuningJob job = task.job();
        TrainingRecipe recipe = TrainingRecipe.of(job, task.plan(), settings);
        ModelConfig config = models.config(job.baseModel());
        room.requireRoom(config, recipe);
        Lesson lesson = lesson(task, recipe);
        if (lesson.longest() == 0) {
            throw new RunFailedException(
                    Reason.INVALID_DATASET, "No training example has an assistant message to learn.", null);
        }
        Stay stay = room.enter(new Request(job.baseModel(), config, recipe, lesson.longest()), isWanted);
        try {
            return session(job, recipe, lesson, stay);
        } catch (RunFailedException | RuntimeException e) {
            stay.close();
            throw e;
        }
    }

    private Lesson lesson(TrainingTask task, TrainingRecipe recipe) throws RunFailedException, IOException {
        try (TextModel text = models.text(task.job().baseModel())) {
            TrainingSets sets = new TrainingSets(text);
            return switch (task.job().method()) {
                case SUPERVISED ->
                    new Conversations(
                            recipe.settings(),
                            sets.conversations(task.trainingSet()),
                            sets.conversations(task.validationSet()));
                case DPO ->
                    new Preferences(
                            recipe.settings(),
                            Objects.requireNonNullElseGet(
                                    task.plan().beta(),
                                    () -> task.job().hyperparameters().resolvedBeta()),
                            sets.pairs(task.trainingSet()),
                            sets.pairs(task.validationSet()));
            };
        }
    }

    private TrainingSession session(FineTuningJob job, TrainingRecipe recipe, Lesson lesson, Stay stay)
            throws RunFailedException {
        BaseModel weights = stay.base().weights();
        String fingerprint = fingerprint(stay.base(), recipe);
        return engine.compute(() -> {
            LoraAdapter adapter = LoraAdapter.initialise(weights, recipe.shape(), job.seed());
            try {
                return new LoraTrainingSession(
                        engine, stay, adapter, lesson.over(weights, adapter, stay.plan()), meters, fingerprint);
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
}
