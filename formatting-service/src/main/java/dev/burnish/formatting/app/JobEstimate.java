package dev.burnish.formatting.app;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.contracts.Failure;
import dev.burnish.formatting.domain.Prices.Price;
import dev.burnish.formatting.report.QualityReport.Finding;
import dev.burnish.formatting.report.QualityReport.Memory;
import dev.burnish.formatting.report.QualityReport.PromptFirst;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job would be and take; {@code docs/report.md} describes every field.
 *
 * @param object always {@code fine_tuning.job.estimate}
 * @param seed decides which examples are held out, and so the exact number of tokens
 * @param allowedToProceed whether the job would be trained
 * @param reasons why not
 * @param extrapolated whether large files were read in part, so that all figures are scaled
 * @param examples null if the job would be refused, as are {@code tokens}, {@code training} and {@code success}
 * @param quality mean score of the examples, 0 to 100; null without any
 * @param warnings the findings of the report on a job's files, but for the refusal, which {@code reasons} tell
 */
@JsonNaming(SnakeCaseStrategy.class)
public record JobEstimate(
        String object,
        String model,
        String method,
        long seed,
        boolean allowedToProceed,
        List<Failure> reasons,
        boolean extrapolated,
        @Nullable Examples examples,
        @Nullable Tokens tokens,
        @Nullable Training training,
        @Nullable Success success,
        PromptFirst promptFirst,
        @Nullable Integer quality,
        List<Finding> warnings) {
    static final String OBJECT = "fine_tuning.job.estimate";

    public JobEstimate {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
    }

    /** @param truncated training examples that are cut at the model's context length */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Examples(int training, int validation, int duplicatesRemoved, int truncated) {}

    /**
     * Tokens of the base model.
     *
     * @param training of one pass over the training examples
     * @param learned those of them that count for the loss
     * @param trained of all passes
     */
    public record Tokens(long training, long validation, long learned, long trained) {}

    /**
     * @param steps of the optimizer
     * @param seconds null as long as no training of this base model here has told the speed of its device
     * @param measuredTrainings that the speed was taken from
     * @param memory of the training process, for each precision; empty if the model's configuration cannot be read
     * @param cost null if the operator has set no price
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Training(
            int nEpochs,
            int batchSize,
            double learningRateMultiplier,
            @Nullable Double beta,
            int steps,
            @Nullable Double seconds,
            int measuredTrainings,
            List<Memory> memory,
            @Nullable Cost cost) {
        public Training {
            memory = List.copyOf(memory);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    public record Cost(BigDecimal amount, String currency, BigDecimal perMillionTokens) {
        static Cost of(Price price, long trainedTokens) {
            return new Cost(price.of(trainedTokens), price.currency(), price.perMillionTokens());
        }
    }

    /** Whether the tuned model is unlikely to be better than its base, and why. */
    public record Success(boolean unlikely, List<String> reasons) {
        public Success {
            reasons = List.copyOf(reasons);
        }
    }
}
