package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.Hyperparameters;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobError;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.JobState;
import dev.burnish.ingestion.domain.Method;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's job object.
 *
 * @param error null unless the job failed; some clients cannot read an empty object here
 * @param burnish what OpenAI's object has no place for
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record JobView(
        String id,
        String object,
        long createdAt,
        @Nullable ErrorView error,
        @Nullable String fineTunedModel,
        @Nullable Long finishedAt,
        HyperparametersView hyperparameters,
        String model,
        String organizationId,
        List<String> resultFiles,
        String status,
        @Nullable Long trainedTokens,
        String trainingFile,
        @Nullable String validationFile,
        long seed,
        List<Object> integrations,
        @Nullable Long estimatedFinish,
        MethodView method,
        @Nullable Map<String, String> metadata,
        @Nullable String userProvidedSuffix,
        BurnishView burnish) {

    /** Why the job failed. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ErrorView(String code, String message, @Nullable String param) {
        static ErrorView of(JobError error) {
            return new ErrorView(error.code(), error.message(), error.param());
        }
    }

    /** How the model is tuned: the type, and the settings under its name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MethodView(
            String type,
            @Nullable SettingsView supervised,
            @Nullable SettingsView dpo) {
        static MethodView of(Method method, Hyperparameters hyperparameters) {
            return switch (method) {
                case SUPERVISED ->
                    new MethodView(method.label(), new SettingsView(HyperparametersView.of(hyperparameters)), null);
                case DPO ->
                    new MethodView(method.label(), null, new SettingsView(HyperparametersView.ofDpo(hyperparameters)));
            };
        }
    }

    /** The settings of a method. */
    record SettingsView(HyperparametersView hyperparameters) {}

    static JobView of(Job job) {
        JobSpecification asked = job.specification();
        String resultFile = job.findings().resultFile();
        return new JobView(
                job.id(),
                "fine_tuning.job",
                job.createdAt().getEpochSecond(),
                job.state() instanceof JobState.Failed failed ? ErrorView.of(failed.error()) : null,
                job.state() instanceof JobState.Succeeded ? job.fineTunedModel() : null,
                job.state() instanceof JobState.Ended ended ? ended.finishedAt().getEpochSecond() : null,
                HyperparametersView.of(job.hyperparameters()),
                asked.model(),
                job.tenant(),
                resultFile == null ? List.of() : List.of(resultFile),
                job.state().label(),
                job.findings().trainedTokens(),
                asked.trainingFile(),
                asked.validationFile(),
                asked.seed(),
                List.of(),
                job.estimatedFinish().map(Instant::getEpochSecond).orElse(null),
                MethodView.of(asked.method(), job.hyperparameters()),
                asked.metadata(),
                asked.suffix(),
                BurnishView.of(asked));
    }
}
