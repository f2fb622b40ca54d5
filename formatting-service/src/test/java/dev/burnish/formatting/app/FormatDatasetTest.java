package dev.burnish.formatting.app;

import static dev.burnish.formatting.app.SubmittedRows.pairs;
import static dev.burnish.formatting.app.SubmittedRows.row;
import static dev.burnish.formatting.app.SubmittedRows.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.formatting.storage.DetectedRowFiles;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.work.Lease;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatDatasetTest {
    static final Lease LEASE = new Lease() {
        @Override
        public void check() {}

        @Override
        public void commit(Runnable change) {
            change.run();
        }

        @Override
        public void progressed() {}
    };

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final WordCounters models = new WordCounters();
    private final FormatDataset formatDataset =
            new FormatDataset(models, new DetectedRowFiles(), new PlainForecasts(), new ReportFiles(store), store);

    private long seed = 7;
    private String model = WordCounters.NAME;
    private Hyperparameters hyperparameters = Hyperparameters.AUTO;
    private Method method = Method.SUPERVISED;

    @AfterEach
    void everyModelIsClosed() {
        assertThat(models.open).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void splitsAFileIntoSetsThatShareNothingAndLoseNothing(long trial) throws Exception {
        Random random = new Random(trial);
        seed = random.nextInt(Integer.MAX_VALUE);
        int different = 10 + random.nextInt(500);
        List<String> rows = new ArrayList<>(rows(different));
        int duplicates = random.nextInt(100);
        for (int i = 0; i < duplicates; i++) {
            rows.add(rows.get(random.nextInt(different)));
        }
        Collections.shuffle(rows, random);

        DatasetFormatted formatted = formatted(rows, null);

        List<String> training = lines(formatted.trainingSet());
        List<String> validation = lines(formatted.validationSet());
        int heldOut = Math.clamp(different / 10, 2, 1000);
        assertThat(validation).hasSize(heldOut).doesNotContainAnyElementsOf(training);
        assertThat(training).hasSize(different - heldOut);
        assertThat(new HashSet<>(rows)).hasSize(different);
        assertThat(Stream.concat(training.stream(), validation.stream())).doesNotHaveDuplicates();
        // Every row is three words, of which two are learned.
        assertThat(formatted.summary())
                .isEqualTo(new DatasetSummary(
                        training.size(), heldOut, duplicates, 0, 3L * training.size(), 2L * training.size()));
    }

    @Test
    void writesTheSameBytesForTheSameSeed() throws Exception {
        DatasetFormatted first = formatted(rows(200), null);
        DatasetFormatted again = formatted(rows(200), null);
        seed++;
        DatasetFormatted other = formatted(rows(200), null);

        assertThat(again).isEqualTo(first);
        assertThat(other.trainingSet().sha256())
                .isNotEqualTo(first.trainingSet().sha256());
    }

    @Test
    void writesCanonicalRowsInTheOrderOfTheFile() throws Exception {
        List<String> rows = new ArrayList<>(rows(12));
        rows.set(0, "{ \"completion\":\"answer 0\", \"prompt\":\"question0\" }");

        DatasetFormatted formatted = formatted(rows, null);

        List<String> all = new ArrayList<>(lines(formatted.trainingSet()));
        assertThat(all).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
        all.addAll(lines(formatted.validationSet()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(lines(formatted(rows(12), null)));
    }

    @Test
    void takesFromTrainingWhatTheValidationFileHolds() throws Exception {
        DatasetFormatted formatted = formatted(rows(30), rows(32).subList(25, 32));

        assertThat(formatted.summary().trainingExamples()).isEqualTo(25);
        assertThat(formatted.summary().validationExamples()).isEqualTo(7);
        assertThat(formatted.summary().duplicatesRemoved()).isEqualTo(5);
        assertThat(formatted.summary().learnedTokens()).isEqualTo(50);
        assertThat(lines(formatted.trainingSet())).doesNotContainAnyElementsOf(lines(formatted.validationSet()));
    }

    @Test
    void countsWhatIsTruncatedInTraining() throws Exception {
        List<String> rows = new ArrayList<>(rows(20));
        rows.replaceAll(row -> row.replace("\"answer ", "\"" + "word ".repeat(30)));

        DatasetFormatted formatted = formatted(rows, null);

        assertThat(formatted.summary()).isEqualTo(new DatasetSummary(18, 2, 0, 18, 18 * 20, 18 * 19));
    }

    @Test
    void plansWhatIsLeftToIt() throws Exception {
        assertThat(formatted(rows(20), null).plan()).isEqualTo(new TrainingPlan(5, 1, 1.0));

        hyperparameters = new Hyperparameters(2, 8, 0.5);
        assertThat(formatted(rows(20), null).plan()).isEqualTo(new TrainingPlan(2, 8, 0.5));
    }

    @Test
    void splitsPairsOfADpoJobAndCountsBothAnswers() throws Exception {
        method = Method.DPO;
        List<String> rows = new ArrayList<>(pairs(30));
        rows.add(rows.getFirst().replace("_output", "_completion"));

        DatasetFormatted formatted = formatted(rows, null);

        assertThat(lines(formatted)).containsExactlyInAnyOrderElementsOf(pairs(30));
        assertThat(lines(formatted.validationSet())).hasSize(3);
        // Both texts of a pair are three words, of which two are learned.
        assertThat(formatted.summary()).isEqualTo(new DatasetSummary(27, 3, 1, 0, 27 * 6, 27 * 4));
        assertThat(formatted.plan()).isEqualTo(new TrainingPlan(3, 1, 1.0, 0.1));

        hyperparameters = new Hyperparameters(2, 8, 0.5, 0.3);
        assertThat(formatted(rows, null).plan()).isEqualTo(new TrainingPlan(2, 8, 0.5, 0.3));
    }

    @Test
    void countsAPairAsTruncatedOnce() throws Exception {
        method = Method.DPO;
        List<String> rows = new ArrayList<>(pairs(20));
        rows.replaceAll(row ->
                row.replace("right", "right " + "word ".repeat(30)).replace("wrong", "wrong " + "word ".repeat(30)));

        assertThat(formatted(rows, null).summary().truncatedExamples()).isEqualTo(18);
    }

    @Test
    void refusesRowsThatTheMethodDoesNotLearnFrom() throws Exception {
        Failure supervised = rejected(pairs(20), null);
        assertThat(supervised.code()).isEqualTo("invalid_training_file");
        assertThat(supervised.message()).contains("Line 1: ", "Create it with the method \"dpo\"");

        method = Method.DPO;
        Failure dpo = rejected(rows(20), null);
        assertThat(dpo.code()).isEqualTo("invalid_training_file");
        assertThat(dpo.message()).contains("Line 1: ", "Create it with the method \"supervised\"");
    }

    @Test
    void keepsTheSetsUnderThePrefix() throws Exception {
        DatasetFormatted formatted = formatted(rows(10), null);

        assertThat(formatted.trainingSet().key()).isEqualTo("tenants/acme/jobs/ftjob-1/attempts/3/train-00000.jsonl");
        assertThat(formatted.validationSet().key())
                .isEqualTo("tenants/acme/jobs/ftjob-1/attempts/3/validation-00000.jsonl");
    }

    @Test
    void namesTheBrokenLines() throws Exception {
        List<String> rows = new ArrayList<>(rows(200));
        rows.set(9, "");
        rows.set(172, "{\"prompt\":\"question\"}");
        rows.set(179, "{\"messages\":[]}");

        Failure failure = rejected(rows, null);

        assertThat(failure.code()).isEqualTo("invalid_training_file");
        assertThat(failure.param()).isEqualTo("training_file");
        assertThat(failure.message())
                .startsWith("The training file cannot be used. Line 173 (row 172): ")
                .contains("Line 180 (row 179): ");
    }

    @Test
    void stopsAtTwentyBrokenLines() throws Exception {
        assertThat(rejected(Collections.nCopies(1000, "{\"prompt\":\"question\"}"), null)
                        .message())
                .contains("And 17 more lines: 4, 5, ")
                .endsWith(" 20. Reading stopped after 20 problems.");
    }

    @Test
    void namesTheLineOfAnExampleThatTeachesNothingWithinTheContext() throws Exception {
        List<String> rows = new ArrayList<>(rows(20));
        rows.set(4, row("word ".repeat(20) + "end", "answer"));

        assertThat(rejected(rows, null).message()).contains("Line 5: nothing is left to learn.");
    }

    @Test
    void tellsAValidationFilesFaultsAsItsOwn() throws Exception {
        Failure failure = rejected(rows(20), List.of("{}"));

        assertThat(failure.code()).isEqualTo("invalid_validation_file");
        assertThat(failure.param()).isEqualTo("validation_file");
        assertThat(failure.message()).startsWith("The validation file cannot be used. Line 1: ");
    }

    @Test
    void wantsTenDifferentExamplesThatAreNotForValidation() throws Exception {
        List<String> rows = new ArrayList<>(rows(9));
        assertThat(rejected(rows, null).message())
                .isEqualTo("The training file has 9 example(s), but must have at least 10 example(s)."
                        + " Add more different examples.");

        rows.add(rows.getFirst());
        Failure failure = rejected(rows, null);
        assertThat(failure.code()).isEqualTo("invalid_n_examples");
        assertThat(failure.message()).contains("has 9 example(s), not counting 1 duplicate(s),");

        assertThat(rejected(rows(12), rows(3)).code()).isEqualTo("invalid_n_examples");
    }

    @Test
    void refusesAnEmptyValidationFile() throws Exception {
        Failure failure = rejected(rows(20), List.of(""));

        assertThat(failure.code()).isEqualTo("invalid_validation_file");
        assertThat(failure.message()).contains("[empty_file]");
        assertThat(failure.param()).isEqualTo("validation_file");
    }

    @Test
    void rejectsAModelThatIsNotThere() throws Exception {
        model = "gpt-x";

        assertThat(rejected(rows(20), null).code()).isEqualTo("model_not_found");
    }

    @Test
    void rejectsAFileThatIsGoneOrDamaged() throws Exception {
        SubmittedFile file = upload("file-1", rows(20));

        store.put(file.content().key(), stream(rows(19)), "application/jsonl");
        assertThat(((DatasetRejected) format(file, null)).failure().message())
                .contains("file-1 was damaged in storage");

        store.delete(file.content().key());
        Failure failure = ((DatasetRejected) format(file, null)).failure();
        assertThat(failure.code()).isEqualTo("invalid_training_file");
        assertThat(failure.message()).contains("file-1 is no longer in storage. Upload it again");
    }

    @Test
    void storesNothingButTheReportOfWhatItRejects() throws Exception {
        rejected(rows(20), List.of("{}"));

        assertThat(store.keys().stream().filter(key -> key.contains("/jobs/")))
                .containsExactlyInAnyOrder(
                        "tenants/acme/jobs/ftjob-1/attempts/3/report.json",
                        "tenants/acme/jobs/ftjob-1/attempts/3/report.html");
    }

    private DatasetFormatted formatted(List<String> training, @Nullable List<String> validation) throws Exception {
        return (DatasetFormatted) format(training, validation);
    }

    private Failure rejected(List<String> training, @Nullable List<String> validation) throws Exception {
        return ((DatasetRejected) format(training, validation)).failure();
    }

    private Event format(List<String> training, @Nullable List<String> validation) throws Exception {
        return format(upload("file-1", training), validation == null ? null : upload("file-2", validation));
    }

    private Event format(SubmittedFile training, @Nullable SubmittedFile validation) throws Exception {
        FineTuningJob job = new FineTuningJob(
                "ftjob-1",
                "acme",
                model,
                "ft:words:acme::1",
                seed,
                hyperparameters,
                Lora.DEFAULT,
                method,
                Schedule.DEFAULT);
        return formatDataset.format(
                new DatasetSubmitted(job, training, validation), "tenants/acme/jobs/ftjob-1/attempts/3", LEASE);
    }

    private SubmittedFile upload(String id, List<String> rows) throws StorageException {
        Artifact content = store.put("tenants/acme/files/" + id, stream(rows), "application/jsonl");
        return new SubmittedFile(id, id + ".jsonl", content);
    }

    private static InputStream stream(List<String> rows) {
        return new ByteArrayInputStream((String.join("\n", rows) + "\n").getBytes(UTF_8));
    }

    private List<String> lines(DatasetFormatted formatted) throws Exception {
        return Stream.concat(lines(formatted.trainingSet()).stream(), lines(formatted.validationSet()).stream())
                .toList();
    }

    private List<String> lines(Artifact set) throws Exception {
        try (InputStream content = store.open(set)) {
            return new String(content.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceFirst("(?s).*question(\\d+).*", "$1"));
    }
}
