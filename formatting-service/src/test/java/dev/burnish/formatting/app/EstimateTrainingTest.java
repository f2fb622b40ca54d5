package dev.burnish.formatting.app;

import static dev.burnish.formatting.app.SubmittedRows.pairs;
import static dev.burnish.formatting.app.SubmittedRows.row;
import static dev.burnish.formatting.app.SubmittedRows.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.DatasetSummary;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.app.EstimateTraining.Limits;
import dev.burnish.formatting.app.JobEstimate.Examples;
import dev.burnish.formatting.app.JobEstimate.Tokens;
import dev.burnish.formatting.app.JobEstimate.Training;
import dev.burnish.formatting.app.NoEstimateException.Reason;
import dev.burnish.formatting.domain.Prices;
import dev.burnish.formatting.report.Issue;
import dev.burnish.formatting.report.QualityReport.Finding;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.formatting.storage.DetectedRowFiles;
import dev.burnish.kit.testing.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EstimateTrainingTest {
    private static final Limits AMPLE = new Limits(1 << 20, Duration.ofMinutes(5), 1);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final WordCounters models = new WordCounters();
    private final DetectedRowFiles files = new DetectedRowFiles();
    private final FormatDataset formatDataset =
            new FormatDataset(models, files, new PlainForecasts(), new ReportFiles(store), store);

    private Optional<Prices.Price> price = Optional.empty();
    private Method method = Method.SUPERVISED;
    private Hyperparameters hyperparameters = Hyperparameters.AUTO;

    @AfterEach
    void everyModelIsClosed() {
        assertThat(models.open).isZero();
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void saysBeforehandWhatFormattingThenDoes(Method ofJob) throws Exception {
        method = ofJob;
        List<String> rows = new ArrayList<>(ofJob == Method.DPO ? pairs(300) : rows(300));
        rows.add(rows.getFirst());
        DatasetSubmitted submitted = submitted(upload("file-1", rows), null);

        JobEstimate estimate = estimate(submitted, AMPLE);
        DatasetFormatted formatted = format(submitted);

        assertSame(estimate, formatted);
        assertThat(estimate.extrapolated()).isFalse();
        assertThat(estimate.success()).isEqualTo(new JobEstimate.Success(false, List.of()));
        assertThat(estimate.warnings()).extracting(Finding::code).contains(Issue.EXACT_DUPLICATE);
    }

    @Test
    void saysBeforehandWhatAValidationFileMakesOfIt() throws Exception {
        DatasetSubmitted submitted = submitted(upload("file-1", rows(60)), upload("file-2", rows(70).subList(55, 70)));

        JobEstimate estimate = estimate(submitted, AMPLE);

        assertSame(estimate, format(submitted));
        assertThat(requireNonNull(estimate.examples())).isEqualTo(new Examples(55, 15, 5, 0));
        assertThat(requireNonNull(estimate.tokens()).validation()).isEqualTo(15 * 3);
    }

    private static void assertSame(JobEstimate estimate, DatasetFormatted formatted) {
        DatasetSummary summary = formatted.summary();
        assertThat(estimate.allowedToProceed()).isTrue();
        assertThat(estimate.reasons()).isEmpty();
        assertThat(estimate.examples())
                .isEqualTo(new Examples(
                        summary.trainingExamples(),
                        summary.validationExamples(),
                        summary.duplicatesRemoved(),
                        summary.truncatedExamples()));
        Tokens tokens = requireNonNull(estimate.tokens());
        assertThat(tokens.training()).isEqualTo(summary.trainingTokens());
        assertThat(tokens.learned()).isEqualTo(summary.learnedTokens());
        assertThat(tokens.trained())
                .isEqualTo(summary.trainingTokens() * formatted.plan().epochs());
        Training training = requireNonNull(estimate.training());
        assertThat(training.nEpochs()).isEqualTo(formatted.plan().epochs());
        assertThat(training.batchSize()).isEqualTo(formatted.plan().batchSize());
        assertThat(training.learningRateMultiplier()).isEqualTo(formatted.plan().learningRateMultiplier());
        assertThat(training.beta()).isEqualTo(formatted.plan().beta());
        assertThat(training.steps())
                .isEqualTo(formatted.plan().epochs()
                        * Math.ceilDiv(
                                summary.trainingExamples(), formatted.plan().batchSize()));
    }

    @Test
    void leavesNothingBehind() throws Exception {
        DatasetSubmitted submitted = submitted(upload("file-1", rows(60)), null);
        Set<String> before = store.keys();

        estimate(submitted, AMPLE);

        assertThat(store.keys()).isEqualTo(before);
    }

    @Test
    void refusesWithTheErrorThatTheJobWouldEndWith() throws Exception {
        List<String> rows = new ArrayList<>(rows(200));
        rows.set(172, "{\"prompt\":\"question\"}");
        for (List<String> bad : List.of(rows, rows(9), List.of(""), tooLong(20))) {
            DatasetSubmitted submitted = submitted(upload("file-1", bad), null);

            JobEstimate estimate = estimate(submitted, AMPLE);

            Failure failure = ((DatasetRejected) event(submitted)).failure();
            assertThat(estimate.allowedToProceed()).isFalse();
            assertThat(estimate.reasons()).containsExactly(failure);
            assertThat(estimate.examples()).isNull();
            assertThat(estimate.training()).isNull();
            assertThat(estimate.warnings()).extracting(Finding::code).doesNotContain(Issue.REFUSED);
        }
        assertThat(estimate(submitted(upload("file-1", rows), null), AMPLE).warnings())
                .filteredOn(finding -> finding.code() == Issue.INVALID_ROW)
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.places().getFirst().line()).isEqualTo(173));
    }

    @Test
    void saysWhySuccessIsUnlikelyAndAPromptShouldBeTriedFirst() throws Exception {
        JobEstimate few = estimate(submitted(upload("file-1", rows(30)), null), AMPLE);

        assertThat(few.allowedToProceed()).isTrue();
        JobEstimate.Success success = requireNonNull(few.success());
        assertThat(success.unlikely()).isTrue();
        assertThat(success.reasons()).singleElement().asString().contains("Fewer than 50 examples");
        assertThat(few.promptFirst().advised()).isTrue();
        assertThat(few.promptFirst().reasons()).singleElement().asString().contains("fewer than 50");
    }

    @Test
    void advisesAPromptWhereAnswersAreCopiedOutOfTheirPrompts() throws Exception {
        List<String> copied = IntStream.range(0, 100)
                .mapToObj(i -> row("Order A" + i + " of unit U" + i * 7 + " is late", "A" + i))
                .toList();
        List<String> partsOfWords = IntStream.range(0, 100)
                .mapToObj(i -> row("Order XA" + i + "X of unit U" + i * 7 + " is late", "A" + i))
                .toList();

        assertThat(estimate(submitted(upload("file-1", copied), null), AMPLE)
                        .promptFirst()
                        .reasons())
                .singleElement()
                .asString()
                .contains("word for word");
        assertThat(estimate(submitted(upload("file-1", partsOfWords), null), AMPLE)
                        .promptFirst()
                        .advised())
                .isFalse();
    }

    @Test
    void multipliesByThePriceThatIsSet() throws Exception {
        hyperparameters = new Hyperparameters(4, 2, 1.0);
        DatasetSubmitted submitted = submitted(upload("file-1", rows(100)), null);
        assertThat(requireNonNull(estimate(submitted, AMPLE).training()).cost()).isNull();

        price = Optional.of(new Prices.Price(new BigDecimal("2.50"), "EUR"));

        // 90 examples of 3 tokens, 4 times.
        assertThat(requireNonNull(estimate(submitted, AMPLE).training()).cost())
                .isEqualTo(new JobEstimate.Cost(new BigDecimal("0.002700"), "EUR", new BigDecimal("2.50")));
    }

    @Test
    void extrapolatesFromTheBeginningOfALargeFile() throws Exception {
        List<String> rows = rows(20_000);
        for (SubmittedFile file : List.of(
                upload("file-1", rows),
                upload("file-2", ("[" + String.join(",", rows) + "]").getBytes(UTF_8)),
                upload("file-3", gzip(rows)))) {
            DatasetSubmitted submitted = submitted(file, null);
            DatasetSummary summary = format(submitted).summary();

            JobEstimate estimate =
                    estimate(submitted, new Limits(file.content().bytes() / 2, Duration.ofMinutes(5), 1));

            assertThat(estimate.allowedToProceed())
                    .as(estimate.reasons().toString())
                    .isTrue();
            assertThat(estimate.extrapolated()).isTrue();
            // A compressed file is not as dense everywhere.
            Percentage near = Percentage.withPercentage(file.id().equals("file-3") ? 30 : 10);
            Examples examples = requireNonNull(estimate.examples());
            assertThat(examples.training()).isCloseTo(summary.trainingExamples(), near);
            assertThat(examples.validation()).isEqualTo(1000);
            Tokens tokens = requireNonNull(estimate.tokens());
            assertThat(tokens.training()).isEqualTo(3L * examples.training());
            assertThat(tokens.learned()).isEqualTo(2L * examples.training());
            assertThat(tokens.validation()).isEqualTo(3000);
        }
    }

    @Test
    void takesABrokenRowBeforeTheCutForWhatItIs() throws Exception {
        List<String> rows = new ArrayList<>(rows(2000));
        rows.set(9, "{\"messages\": [");
        SubmittedFile file = upload("file-1", rows);

        JobEstimate estimate =
                estimate(submitted(file, null), new Limits(file.content().bytes() / 2, Duration.ofMinutes(5), 1));

        assertThat(estimate.reasons())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).contains("Line 10: "));
    }

    @Test
    void cannotTellFromTheBeginningOfAParquetFile() throws Exception {
        SubmittedFile file = upload("file-1", ParquetFiles.read("conversations-zstd.parquet"));

        assertThatThrownBy(() -> estimate(
                        submitted(file, null), new Limits(file.content().bytes() - 1, Duration.ofMinutes(5), 1)))
                .isInstanceOfSatisfying(
                        NoEstimateException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void stopsWhenItsTimeIsUp() throws Exception {
        DatasetSubmitted submitted = submitted(upload("file-1", rows(100)), null);

        assertThatThrownBy(() -> estimate(submitted, new Limits(1 << 20, Duration.ZERO, 1)))
                .isInstanceOfSatisfying(
                        NoEstimateException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TOO_SLOW));
    }

    @Test
    void makesSoManyAtATimeAndSaysSoToOthers() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EstimateTraining estimateTraining = new EstimateTraining(
                formatDataset,
                (file, ofJob, columns) -> {
                    reading.countDown();
                    await(goOn);
                    return files.open(file, ofJob, columns);
                },
                store,
                figures(),
                AMPLE);
        DatasetSubmitted submitted = submitted(upload("file-1", rows(100)), null);
        CompletableFuture<JobEstimate> first = CompletableFuture.supplyAsync(() -> {
            try {
                return estimateTraining.estimate(submitted);
            } catch (IOException | NoEstimateException e) {
                throw new IllegalStateException(e);
            }
        });
        await(reading);

        assertThatThrownBy(() -> estimateTraining.estimate(submitted))
                .isInstanceOfSatisfying(
                        NoEstimateException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.BUSY));
        goOn.countDown();
        assertThat(first.join().allowedToProceed()).isTrue();
        assertThat(estimateTraining.estimate(submitted)).isEqualTo(first.join());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Figures figures() {
        return new Figures(new PlainForecasts(), model -> price);
    }

    private JobEstimate estimate(DatasetSubmitted submitted, Limits limits) throws Exception {
        return new EstimateTraining(formatDataset, files, store, figures(), limits).estimate(submitted);
    }

    private DatasetFormatted format(DatasetSubmitted submitted) throws Exception {
        return (DatasetFormatted) event(submitted);
    }

    private Event event(DatasetSubmitted submitted) throws Exception {
        return formatDataset.format(submitted, "tenants/acme/jobs/ftjob-1/attempts/3", FormatDatasetTest.LEASE);
    }

    private DatasetSubmitted submitted(SubmittedFile training, @Nullable SubmittedFile validation) {
        FineTuningJob job = new FineTuningJob(
                "ftjob-1",
                "acme",
                WordCounters.NAME,
                "ft:words:acme::1",
                7,
                hyperparameters,
                Lora.DEFAULT,
                method,
                Schedule.DEFAULT);
        return new DatasetSubmitted(job, training, validation);
    }

    private SubmittedFile upload(String id, List<String> rows) throws IOException {
        return upload(id, (String.join("\n", rows) + "\n").getBytes(UTF_8));
    }

    private SubmittedFile upload(String id, byte[] content) throws IOException {
        Artifact stored = store.put("tenants/acme/files/" + id, new ByteArrayInputStream(content), "text/plain");
        return new SubmittedFile(id, id + ".jsonl", stored);
    }

    private static byte[] gzip(List<String> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(String.join("\n", rows).getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Whose answers all begin behind the model's context. */
    private static List<String> tooLong(int count) {
        return Collections.nCopies(count, row("word ".repeat(WordCounters.CONTEXT) + "end", "answer"));
    }
}
