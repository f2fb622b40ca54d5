package dev.burnish.training.engine;

import dev.burnish.contracts.BaseWeights;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.Projection;
import dev.burnish.llm.training.LearningRate;
import dev.burnish.llm.training.OptimizerSettings;
import dev.burnish.llm.training.TrainingSettings;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a job asks for, in the core's terms. */
record TrainingRecipe(
        LoraSettings shape,
        TrainingSettings settings,
        @Nullable Quantisation quantisation) {

    static TrainingRecipe of(FineTuningJob job, TrainingPlan plan, EngineSettings settings) throws RunFailedException {
        try {
            return new TrainingRecipe(shape(job.lora()), settings(job, plan, settings), quantisation(job.lora()));
        } catch (IllegalArgumentException e) {
            throw new RunFailedException(
                    Reason.INVALID_HYPERPARAMETERS, "This cannot be trained: " + e.getMessage() + ".", e);
        }
    }

    private static LoraSettings shape(Lora lora) {
        Set<Projection> targets = EnumSet.noneOf(Projection.class);
        for (String name : lora.targetModules()) {
            targets.add(Projection.named(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "target_modules has " + name + ", use one of " + Lora.ALL_LINEAR)));
        }
        return new LoraSettings(lora.rank(), lora.alpha(), lora.dropout(), targets, lora.useRslora(), lora.useDora());
    }

    private static @Nullable Quantisation quantisation(Lora lora) {
        if (lora.useDora() && lora.baseWeights() != BaseWeights.BF16) {
            throw new IllegalArgumentException("use_dora needs base_weights bf16");
        }
        return switch (lora.baseWeights()) {
            case BF16 -> null;
            case INT8 -> Quantisation.INT8;
            case NF4 -> Quantisation.NF4;
        };
    }

    private static TrainingSettings settings(FineTuningJob job, TrainingPlan plan, EngineSettings settings) {
        double base = job.method() == Method.DPO ? settings.basePreferenceLearningRate() : settings.baseLearningRate();
        Schedule schedule = job.schedule();
        OptimizerSettings optimizer = OptimizerSettings.ofAdapter(settings.maxGradientNorm());
        return new TrainingSettings(
                plan.epochs(),
                plan.batchSize(),
                new LearningRate(
                        base * plan.learningRateMultiplier(),
                        Objects.requireNonNullElse(schedule.warmupRatio(), settings.warmupRatio()),
                        LearningRate.Decay.valueOf(schedule.decay().name())),
                new OptimizerSettings(
                        optimizer.beta2(),
                        optimizer.weightDecay(),
                        optimizer.maxGradientNorm(),
                        job.lora().loraPlusRatio()),
                job.seed());
    }
}
