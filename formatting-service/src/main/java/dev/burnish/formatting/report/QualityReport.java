package dev.burnish.formatting.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code report.json} says; {@code report.schema.json} beside this class describes every field. Within a version only fields are added.
 *
 * @param object always {@code dataset.report}
 * @param split null when the job was refused
 * @param estimate null when the job was refused
 */
public record QualityReport(
        String object,
        int version,
        String fineTuningJob,
        String baseModel,
        String method,
        Verdict verdict,
        List<FileFacts> files,
        List<Finding> findings,
        List<NextStep> nextSteps,
        Lengths lengths,
        Answers answers,
        List<Share> languages,
        List<SensitiveCount> sensitive,
        Quality quality,
        @Nullable Split split,
        @Nullable Estimate estimate,
        List<ShownRow> firstBatch) {
    public static final int VERSION = 1;

    /** How ready the data is. */
    public record Verdict(
            String status,
            int errors,
            int warnings,
            @Nullable Integer score,
            String headline,
            PromptFirst promptFirst) {}

    /** Whether a better prompt should be tried before any training, and why. */
    public record PromptFirst(boolean advised, List<String> reasons) {}

    /**
     * @param file {@code training_file} or {@code validation_file}
     * @param examples those that are different and whole
     * @param repeated rows left out because an equal one came before
     * @param broken rows that are no examples
     * @param readToTheEnd false if reading stopped at too many broken rows
     */
    public record FileFacts(
            String file,
            String id,
            String filename,
            long bytes,
            int examples,
            int repeated,
            int broken,
            boolean readToTheEnd) {}

    /**
     * @param count rows or examples that it is true of; 1 for what concerns all data
     * @param detail figures or words about it, or ""
     * @param places the first of them
     */
    public record Finding(
            Issue code, Level level, String title, int count, String detail, String fix, List<FilePlace> places) {}

    /** @param code of the finding that it follows from; for steps that follow from none, their own */
    public record NextStep(String code, String text) {}

    /** In tokens of the base model, over training and validation; of answers in characters. */
    public record Lengths(
            Distribution tokens,
            Distribution learnedTokens,
            Distribution promptCharacters,
            Distribution answerCharacters) {}

    /** @param jsonShare of all answers, 0 to 1 */
    public record Answers(
            int different,
            double jsonShare,
            double fencedShare,
            List<Share> keys,
            @Nullable Share prefix,
            List<Share> classes,
            Map<String, List<Share>> classesOfFields) {}

    /** @param share of all, 0 to 1 */
    public record Share(String name, int count, double share) {}

    /**
     * @param mean of all examples' scores, 0 to 100
     * @param histogram counts of the scores 0 to 9, 10 to 19, … and 90 to 100
     */
    public record Quality(int mean, List<Integer> histogram, List<Weak> weakest) {}

    /** One of the examples of lowest score. */
    public record Weak(FilePlace place, int score, List<Issue> reasons, String prompt, String answer) {}

    /**
     * @param source {@code validation_file} or {@code held_out}
     * @param stratified whether each class has its share of the validation examples
     */
    public record Split(String source, int training, int validation, boolean stratified, int groupsOfNearDuplicates) {}

    /** @param model null if the model's configuration cannot be read */
    public record Estimate(
            int epochs,
            int batchSize,
            double learningRateMultiplier,
            int steps,
            long tokensPerEpoch,
            long learnedTokensPerEpoch,
            long trainedTokens,
            @Nullable ModelEstimate model) {}

    /** @param seconds null as long as no training here has told the speed of its device */
    public record ModelEstimate(
            long parameters,
            long trainedParameters,
            double operations,
            List<Memory> memory,
            @Nullable Double seconds,
            int measuredTrainings) {}

    /** Bytes of the training process. */
    public record Memory(String precision, long least, long fastest) {}

    /** @param truncated whether tokens follow that are not shown */
    public record ShownRow(FilePlace place, List<ShownText> text, int tokens, int learned, boolean truncated) {}

    /** @param tokens texts of tokens that follow each other and are all learned or all not */
    public record ShownText(boolean learned, List<String> tokens) {}
}
