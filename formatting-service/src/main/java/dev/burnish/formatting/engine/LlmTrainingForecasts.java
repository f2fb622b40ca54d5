package dev.burnish.formatting.engine;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.Forecast.MemoryNeed;
import dev.burnish.formatting.domain.Forecast.ModelNeeds;
import dev.burnish.formatting.domain.Forecast.TimeNeed;
import dev.burnish.formatting.domain.TrainingForecasts;
import dev.burnish.formatting.domain.TrainingSpeeds;
import dev.burnish.formatting.domain.TrainingSpeeds.Speed;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.estimate.MemoryBudget;
import dev.burnish.llm.estimate.ModelSize;
import dev.burnish.llm.estimate.TrainingEstimate;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Projection;
import dev.burnish.llm.training.Epochs;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.TrainingSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Forecasts from a base model's configuration alone; libtorch is not loaded. */
@ApplicationScoped
public class LlmTrainingForecasts implements TrainingForecasts {
    private static final Logger LOG = Logger.getLogger(LlmTrainingForecasts.class);

    /** Besides the four operations for each parameter and token, a pair's loss takes two for the base model as reference. */
    private static final double OPERATIONS_OF_PAIRS = 1.5;

    /** The order of examples does not depend on it. */
    private static final double ANY_LEARNING_RATE = 1e-4;

    private final BaseModels models;
    private final TrainingSpeeds speeds;

    public LlmTrainingForecasts(BaseModels models, TrainingSpeeds speeds) {
        this.models = models;
        this.speeds = speeds;
    }

    @Override
    public Forecast of(FineTuningJob job, TrainingPlan plan, int examples, long tokens, int longest) {
        Epochs epochs = new Epochs(
                examples, new TrainingSettings(plan.epochs(), plan.batchSize(), ANY_LEARNING_RATE, 0, 1, job.seed()));
        long trained = tokens * plan.epochs();
        ModelNeeds needs = model(job)
                .map(model -> needs(model, speeds.recent(job.baseModel()), trained, longest))
                .orElse(null);
        return new Forecast(epochs.totalSteps(), epochs.batch(1), trained, needs);
    }

    @Override
    public OptionalDouble operations(FineTuningJob job, long trainedTokens) {
        return model(job)
                .map(model -> OptionalDouble.of(model.operations(trainedTokens)))
                .orElse(OptionalDouble.empty());
    }

    /** Empty, with a word in the log, if there is no such model or no such adapter; training will tell the user. */
    private Optional<TunedModel> model(FineTuningJob job) {
        Optional<Path> directory = models.find(job.baseModel());
        try {
            return directory.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new TunedModel(
                            ModelConfig.read(directory.get()), shape(job.lora()), job.method() == Method.DPO));
        } catch (CheckpointException | IllegalArgumentException e) {
            LOG.warnf("nothing is forecast for %s: %s", job.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private static ModelNeeds needs(TunedModel model, Optional<Speed> speed, long trainedTokens, int longest) {
        double operations = model.operations(trainedTokens);
        ModelSize size = new ModelSize(model.config);
        return new ModelNeeds(
                size.parameters(),
                size.adapter(model.shape),
                operations,
                Stream.of(Precision.BF16, Precision.FP32)
                        .map(precision -> memory(model.config, precision, model.shape, longest))
                        .toList(),
                speed.map(known -> new TimeNeed(operations / known.operationsPerSecond(), known.trainings()))
                        .orElse(null));
    }

    private static MemoryNeed memory(ModelConfig config, Precision precision, LoraSettings shape, int longest) {
        MemoryPlan all = new MemoryPlan(Math.max(longest, MemoryPlan.KEEP_ALL.microBatchTokens()), config.layers());
        return new MemoryNeed(
                precision.name().toLowerCase(Locale.ROOT),
                TrainingEstimate.ofAdapter(config, precision, shape, MemoryBudget.least(longest))
                        .total(),
                TrainingEstimate.ofAdapter(config, precision, shape, all).total());
    }

    private static LoraSettings shape(Lora lora) {
        Set<Projection> targets = EnumSet.noneOf(Projection.class);
        lora.targetModules().forEach(name -> Projection.named(name).ifPresent(targets::add));
        return new LoraSettings(lora.rank(), lora.alpha(), lora.dropout(), targets, lora.useRslora(), lora.useDora());
    }

    /** A base model with the adapter that a job asks for. */
    private record TunedModel(ModelConfig config, LoraSettings shape, boolean pairs) {
        double operations(long tokens) {
            TrainingEstimate estimate = TrainingEstimate.ofAdapter(config, Precision.BF16, shape, MemoryPlan.KEEP_ALL);
            return estimate.operationsPerToken() * tokens * (pairs ? OPERATIONS_OF_PAIRS : 1);
        }
    }
}
