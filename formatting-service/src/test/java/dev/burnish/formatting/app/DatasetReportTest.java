package dev.burnish.formatting.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.Method;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The way from a file to its report, with a model whose tokens are words. */
class DatasetReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReportedFiles files = new ReportedFiles();

    /** The golden file is what this test writes to target/report.json; read the difference before it is copied. */
    @Test
    void tellsOfASmallMixedFileWhatItAlwaysTold() throws Exception {
        JsonNode report = files.json(files.format(MixedRows.rows(), null));

        Files.writeString(
                Path.of("target/report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        try (InputStream golden = DatasetReportTest.class.getResourceAsStream("mixed-report.json")) {
            assertThat(report).isEqualTo(JSON.readTree(golden));
        }
    }

    @Test
    void findsEverythingThatTheMixedFileHas() throws Exception {
        JsonNode report = files.json(files.format(MixedRows.rows(), null));

        assertThat(codes(report))
                .containsExactly(
                        "secret",
                        "contradictory_answers",
                        "empty_answer",
                        "cut_json",
                        "too_long",
                        "cut_answer",
                        "refusal",
                        "personal_data",
                        "exact_duplicate",
                        "near_duplicate",
                        "answer_not_json",
                        "answer_keys_differ",
                        "garbled_text",
                        "other_language",
                        "few_examples");
        assertThat(lines(report, "exact_duplicate")).containsExactly(25);
        assertThat(lines(report, "near_duplicate")).containsExactly(26);
        assertThat(lines(report, "contradictory_answers")).containsExactly(27);
        assertThat(report.toString()).doesNotContain("sk-9fJ2kQ8v", "1234567", "170 12");
        assertThat(report.at("/quality/weakest")).hasSizeBetween(5, 20);
        assertThat(report.at("/verdict/prompt_first/advised").booleanValue()).isTrue();
        assertThat(report.at("/next_steps/0/code").textValue()).isEqualTo("secret");
    }

    @Test
    void findsNothingInGoodExamples() throws Exception {
        DatasetFormatted formatted = (DatasetFormatted) files.format(MixedRows.distinct(new Random(1), 300), null);
        JsonNode report = files.json(formatted);

        assertThat(report.path("findings")).isEmpty();
        assertThat(report.at("/verdict/status").textValue()).isEqualTo("good");
        assertThat(report.at("/verdict/score").intValue()).isEqualTo(100);
        assertThat(report.at("/next_steps/0/code").textValue()).isEqualTo("train");
        assertThat(report.at("/split/training").intValue()).isEqualTo(270);
        assertThat(report.at("/first_batch/0/text/1/learned").booleanValue()).isTrue();
        assertThat(requireNonNull(formatted.report()).score()).isEqualTo(100);
    }

    @Test
    void keepsNearDuplicatesOnOneSide() throws Exception {
        Random random = new Random(2);
        List<String> rows = new ArrayList<>();
        for (String row : MixedRows.distinct(random, 100)) {
            rows.add(row);
            rows.add(row.replace("prompt", "prompt,"));
            rows.add(row.replace("prompt", "prompt!"));
        }
        Collections.shuffle(rows, random);

        DatasetFormatted formatted = (DatasetFormatted) files.format(rows, null);

        List<String> training = files.canonicalWords(formatted.trainingSet());
        assertThat(files.canonicalWords(formatted.validationSet())).hasSize(30).doesNotContainAnyElementsOf(training);
        assertThat(files.json(formatted).at("/split/groups_of_near_duplicates").intValue())
                .isEqualTo(100);
    }

    @Test
    void findsInTrainingWhatTheValidationFileHas() throws Exception {
        List<String> rows = MixedRows.distinct(new Random(3), 80);
        List<String> validation = List.of(rows.get(4), rows.get(9).replace("prompt", "Prompt: "));

        JsonNode report = files.json(files.format(rows, validation));

        assertThat(codes(report)).containsExactly("validation_leak", "near_validation_leak");
        assertThat(lines(report, "validation_leak")).containsExactly(5);
        assertThat(lines(report, "near_validation_leak")).containsExactly(10);
        assertThat(finding(report, "near_validation_leak")
                        .at("/places/0/other/file")
                        .textValue())
                .isEqualTo("validation_file");
        assertThat(report.at("/split/source").textValue()).isEqualTo("validation_file");
    }

    @Test
    void reportsOnWhatItRefuses() throws Exception {
        List<String> rows = new ArrayList<>(MixedRows.rows());
        rows.set(6, "{\"messages\":[]}");
        rows.set(7, "not json");

        DatasetRejected rejected = (DatasetRejected) files.format(rows, null);
        JsonNode report = files.json(rejected);

        assertThat(requireNonNull(rejected.report()).errors()).isEqualTo(2);
        assertThat(codes(report)).startsWith("refused", "invalid_row", "secret");
        assertThat(lines(report, "invalid_row")).containsExactly(7, 8);
        assertThat(report.at("/verdict/status").textValue()).isEqualTo("refused");
        assertThat(report.path("estimate").isNull()).isTrue();
        assertThat(files.page(rejected).text()).contains("The job was refused");
    }

    @Test
    void givesEachClassOfAnswersItsShareAndNamesTheRareOnes() throws Exception {
        Random random = new Random(8);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String label = label(i);
            rows.add(MixedRows.row("mail " + MixedRows.words(random, 10), label));
        }

        DatasetFormatted formatted = (DatasetFormatted) files.format(rows, null);
        JsonNode report = files.json(formatted);

        assertThat(codes(report)).containsExactly("uneven_answers");
        assertThat(finding(report, "uneven_answers").path("detail").textValue()).isEqualTo("none (5)");
        assertThat(report.at("/answers/classes/0/name").textValue()).isEqualTo("delivery");
        assertThat(report.at("/split/stratified").booleanValue()).isTrue();
        String validation = String.join("\n", files.canonicalWords(formatted.validationSet()));
        assertThat(validation.split("\"delivery\"", -1)).hasSize(31);
        assertThat(validation.split("\"payment\"", -1)).hasSize(6);
    }

    @Test
    void advisesAPromptWhereAFewExamplesNameClasses() throws Exception {
        Random random = new Random(9);
        List<String> rows = IntStream.range(0, 100)
                .mapToObj(i -> MixedRows.row("mail " + MixedRows.words(random, 10), i % 2 == 0 ? "yes" : "no"))
                .toList();

        JsonNode report = files.json(files.format(rows, null));

        assertThat(report.at("/verdict/prompt_first/reasons/0").textValue()).contains("2 classes");
        assertThat(report.at("/next_steps/0/code").textValue()).isEqualTo("prompt_first");
        assertThat(report.at("/next_steps/1/code").textValue()).isEqualTo("train_and_compare");
    }

    @Test
    void saysThatNothingCanBeLearnedFromOneExampleInManyCopies() throws Exception {
        List<String> rows = IntStream.range(0, 60)
                .mapToObj(i -> MixedRows.row("Where is my parcel" + "?".repeat(i + 1), "On its way."))
                .toList();

        JsonNode report = files.json(files.format(rows, null));

        assertThat(codes(report)).contains("one_answer", "near_duplicate", "split_divides_near_duplicates");
        assertThat(report.at("/verdict/status").textValue()).isEqualTo("needs_work");
    }

    @Test
    void judgesOpenEndsByWhatIsUsual() throws Exception {
        Random random = new Random(10);
        List<String> closed = IntStream.range(0, 60)
                .mapToObj(i -> MixedRows.row("prompt " + MixedRows.words(random, 4), MixedRows.words(random, 9) + "."))
                .collect(Collectors.toList());
        List<String> open = new ArrayList<>(closed);
        open.replaceAll(row -> row.replaceFirst("\\.\"}]}$", "\"}]}"));
        List<String> mixed = new ArrayList<>(closed);
        mixed.set(7, open.get(7));

        assertThat(lines(files.json(files.format(mixed, null)), "cut_answer")).containsExactly(8);
        assertThat(codes(files.json(files.format(open, null)))).doesNotContain("cut_answer");
    }

    @Test
    void reportsOnPairs() throws Exception {
        files.method = Method.DPO;
        List<String> pairs = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> pair(i, "right " + i, "wrong " + i))
                .toList());

        JsonNode report = files.json(files.format(pairs, null));

        assertThat(report.path("method").textValue()).isEqualTo("dpo");
        assertThat(codes(report)).isEmpty();
        assertThat(report.path("first_batch")).hasSize(2);

        // Another pair for a prompt says more about it; the same pair the other way round says the opposite.
        pairs.add(pair(4, "perfect", "poor"));
        pairs.add(pair(5, "wrong 5", "right 5"));
        JsonNode contradicting = files.json(files.format(pairs, null));

        assertThat(codes(contradicting)).containsExactly("contradictory_answers");
        assertThat(lines(contradicting, "contradictory_answers")).containsExactly(62);
    }

    private static String pair(int question, String preferred, String other) {
        return ("{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"question%d\"}]},"
                        + "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"%s\"}],"
                        + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"%s\"}]}")
                .formatted(question, preferred, other);
    }

    @Test
    void readsAHundredThousandRowsInLessThanAMinute() throws Exception {
        Random random = new Random(5);
        List<String> rows = MixedRows.distinct(random, 100_000);

        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            JsonNode report = files.json(files.format(rows, null));
            assertThat(report.at("/files/0/examples").intValue()).isEqualTo(100_000);
        });
    }

    private static List<String> codes(JsonNode report) {
        return stream(report.path("findings"))
                .map(finding -> finding.path("code").textValue())
                .toList();
    }

    private static JsonNode finding(JsonNode report, String code) {
        return stream(report.path("findings"))
                .filter(finding -> finding.path("code").textValue().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> lines(JsonNode report, String code) {
        return stream(finding(report, code).path("places"))
                .map(place -> place.path("line").intValue())
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Of 80: 60 deliveries, 10 payments, 9 returns and 1 of no kind. */
    private static String label(int number) {
        if (number % 80 == 0) {
            return "none";
        }
        if (number % 8 == 0) {
            return "return";
        }
        return number % 4 == 0 ? "payment" : "delivery";
    }
}
