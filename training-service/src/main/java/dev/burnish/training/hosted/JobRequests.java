package dev.burnish.training.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.methods.DpoHyperparameters;
import com.openai.models.finetuning.methods.DpoMethod;
import com.openai.models.finetuning.methods.SupervisedHyperparameters;
import com.openai.models.finetuning.methods.SupervisedMethod;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.training.app.Attempt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run as a job that a provider is asked for. */
final class JobRequests {
    /** The metadata with the run's id. */
    static final String RUN = "burnish_job";

    private static final int SUFFIX = 3;

    private JobRequests() {}

    /** Passes and batches are those that the user was told; the learning rate is the provider's choice unless the user made one. */
    static JobCreateParams of(Attempt attempt, String model, String training, Optional<String> validation) {
        String id = attempt.job().id();
        return JobCreateParams.builder()
                .model(model)
                .trainingFile(training)
                .validationFile(validation)
                .seed(attempt.job().seed())
                .suffix(suffix(attempt.job().fineTunedModel()))
                .method(method(attempt))
                .metadata(JobCreateParams.Metadata.builder()
                        .putAdditionalProperty(RUN, JsonValue.from(id))
                        .build())
                .putAdditionalHeader("Idempotency-Key", id)
                .build();
    }

    static boolean isOf(String run, FineTuningJob job) {
        return job.metadata()
                .map(metadata -> JsonValue.from(metadata).convert(JsonNode.class))
                .filter(metadata -> metadata.path(RUN).asText("").equals(run))
                .isPresent();
    }

    /** Of a name such as {@code ft:base:tenant:suffix:id}. */
    private static Optional<String> suffix(String fineTunedModel) {
        String[] parts = fineTunedModel.split(":", -1);
        return parts.length <= SUFFIX || parts[SUFFIX].isEmpty() ? Optional.empty() : Optional.of(parts[SUFFIX]);
    }

    private static JobCreateParams.Method method(Attempt attempt) {
        TrainingPlan plan = attempt.dataset().plan();
        Double rate = attempt.job().hyperparameters().learningRateMultiplier();
        return switch (attempt.job().method()) {
            case SUPERVISED -> supervised(plan, rate);
            case DPO -> dpo(plan, rate, attempt.job().hyperparameters().resolvedBeta());
        };
    }

    private static JobCreateParams.Method supervised(TrainingPlan plan, @Nullable Double rate) {
        SupervisedHyperparameters.Builder hyperparameters =
                SupervisedHyperparameters.builder().nEpochs(plan.epochs()).batchSize(plan.batchSize());
        if (rate == null) {
            hyperparameters.learningRateMultiplierAuto();
        } else {
            hyperparameters.learningRateMultiplier(rate);
        }
        return JobCreateParams.Method.builder()
                .type(JobCreateParams.Method.Type.SUPERVISED)
                .supervised(SupervisedMethod.builder()
                        .hyperparameters(hyperparameters.build())
                        .build())
                .build();
    }

    private static JobCreateParams.Method dpo(TrainingPlan plan, @Nullable Double rate, double beta) {
        DpoHyperparameters.Builder hyperparameters = DpoHyperparameters.builder()
                .nEpochs(plan.epochs())
                .batchSize(plan.batchSize())
                .beta(beta);
        if (rate == null) {
            hyperparameters.learningRateMultiplierAuto();
        } else {
            hyperparameters.learningRateMultiplier(rate);
        }
        return JobCreateParams.Method.builder()
                .type(JobCreateParams.Method.Type.DPO)
                .dpo(DpoMethod.builder()
                        .hyperparameters(hyperparameters.build())
                        .build())
                .build();
    }
}
