package dev.burnish.formatting.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetReport;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.formatting.storage.DetectedRowFiles;
import dev.burnish.kit.testing.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
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
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The way from a file to its report, with a model whose tokens are words. */
class DatasetReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "</code><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "<svg/onload=alert(1)>",
            "</style><script>alert(1)</script>",
            "</title><script>alert(1)</script>",
            "<iframe src=\"javascript:alert(1)\"></iframe>",
            "<a href=javascript:alert(1)>x</a>",
            "<!-- --><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "{report.verdict} {#for x in report.findings}{x}{/for} {view.report}",
            "{{7*7}} ${7*7} <%= 7*7 %>",
            "<meta http-equiv=refresh content='0;url=https://evil.invalid'>",
            "\u202Egnp.exe\u0000<b>x</b>");

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final FormatDataset formatDataset = new FormatDataset(
            new WordCounters(), new DetectedRowFiles(), new PlainForecasts(), new ReportFiles(store), store);
    private String filename = "mails.jsonl";
    private Method method = Method.SUPERVISED;

    /** The golden file is what this test writes to target/report.json; read the difference before it is copied. */
    @Test
    void tellsOfASmallMixedFileWhatItAlwaysTold() throws Exception {
        JsonNode report = json(format(MixedRows.rows(), null));

        Files.writeString(
                Path.of("target/report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        try (InputStream golden = DatasetReportTest.class.getResourceAsStream("mixed-report.json")) {
            assertThat(report).isEqualTo(JSON.readTree(golden));
        }
    }

    @Test
    void findsEverythingThatTheMixedFileHas() throws Exception {
        JsonNode report = json(format(MixedRows.rows(), null));

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
        DatasetFormatted formatted = (DatasetFormatted) format(distinct(new Random(1), 300), null);
        JsonNode report = json(formatted);

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
        for (String row : distinct(random, 100)) {
            rows.add(row);
            rows.add(row.replace("prompt", "prompt,"));
            rows.add(row.replace("prompt", "prompt!"));
        }
        Collections.shuffle(rows, random);

        DatasetFormatted formatted = (DatasetFormatted) format(rows, null);

        List<String> training = canonicalWords(formatted.trainingSet());
        assertThat(canonicalWords(formatted.validationSet())).hasSize(30).doesNotContainAnyElementsOf(training);
        assertThat(json(formatted).at("/split/groups_of_near_duplicates").intValue())
                .isEqualTo(100);
    }

    @Test
    void findsInTrainingWhatTheValidationFileHas() throws Exception {
        List<String> rows = distinct(new Random(3), 80);
        List<String> validation = List.of(rows.get(4), rows.get(9).replace("prompt", "Prompt: "));

        JsonNode report = json(format(rows, validation));

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

        DatasetRejected rejected = (DatasetRejected) format(rows, null);
        JsonNode report = json(rejected);

        assertThat(requireNonNull(rejected.report()).errors()).isEqualTo(2);
        assertThat(codes(report)).startsWith("refused", "invalid_row", "secret");
        assertThat(lines(report, "invalid_row")).containsExactly(7, 8);
        assertThat(report.at("/verdict/status").textValue()).isEqualTo("refused");
        assertThat(report.path("estimate").isNull()).isTrue();
        assertThat(page(rejected).text()).contains("The job was refused");
    }

    @Test
    void givesEachClassOfAnswersItsShareAndNamesTheRareOnes() throws Exception {
        Random random = new Random(8);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String label = label(i);
            rows.add(MixedRows.row("mail " + words(random, 10), label));
        }

        DatasetFormatted formatted = (DatasetFormatted) format(rows, null);
        JsonNode report = json(formatted);

        assertThat(codes(report)).containsExactly("uneven_answers");
        assertThat(finding(report, "uneven_answers").path("detail").textValue()).isEqualTo("none (5)");
        assertThat(report.at("/answers/classes/0/name").textValue()).isEqualTo("delivery");
        assertThat(report.at("/split/stratified").booleanValue()).isTrue();
        String validation = String.join("\n", canonicalWords(formatted.validationSet()));
        assertThat(validation.split("\"delivery\"", -1)).hasSize(31);
        assertThat(validation.split("\"payment\"", -1)).hasSize(6);
    }

    @Test
    void advisesAPromptWhereAFewExamplesNameClasses() throws Exception {
        Random random = new Random(9);
        List<String> rows = IntStream.range(0, 100)
                .mapToObj(i -> MixedRows.row("mail " + words(random, 10), i % 2 == 0 ? "yes" : "no"))
                .toList();

        JsonNode report = json(format(rows, null));

        assertThat(report.at("/verdict/prompt_first/reasons/0").textValue()).contains("2 classes");
        assertThat(report.at("/next_steps/0/code").textValue()).isEqualTo("prompt_first");
        assertThat(report.at("/next_steps/1/code").textValue()).isEqualTo("train_and_compare");
    }

    @Test
    void saysThatNothingCanBeLearnedFromOneExampleInManyCopies() throws Exception {
        List<String> rows = IntStream.range(0, 60)
                .mapToObj(i -> MixedRows.row("Where is my parcel" + "?".repeat(i + 1), "On its way."))
                .toList();

        JsonNode report = json(format(rows, null));

        assertThat(codes(report)).contains("one_answer", "near_duplicate", "split_divides_near_duplicates");
        assertThat(report.at("/verdict/status").textValue()).isEqualTo("needs_work");
    }

    @Test
    void judgesOpenEndsByWhatIsUsual() throws Exception {
        Random random = new Random(10);
        List<String> closed = IntStream.range(0, 60)
                .mapToObj(i -> MixedRows.row("prompt " + words(random, 4), words(random, 9) + "."))
                .collect(Collectors.toList());
        List<String> open = new ArrayList<>(closed);
        open.replaceAll(row -> row.replaceFirst("\\.\"}]}$", "\"}]}"));
        List<String> mixed = new ArrayList<>(closed);
        mixed.set(7, open.get(7));

        assertThat(lines(json(format(mixed, null)), "cut_answer")).containsExactly(8);
        assertThat(codes(json(format(open, null)))).doesNotContain("cut_answer");
    }

    @Test
    void reportsOnPairs() throws Exception {
        method = Method.DPO;
        List<String> pairs = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> pair(i, "right " + i, "wrong " + i))
                .toList());

        JsonNode report = json(format(pairs, null));

        assertThat(report.path("method").textValue()).isEqualTo("dpo");
        assertThat(codes(report)).isEmpty();
        assertThat(report.path("first_batch")).hasSize(2);

        // Another pair for a prompt says more about it; the same pair the other way round says the opposite.
        pairs.add(pair(4, "perfect", "poor"));
        pairs.add(pair(5, "wrong 5", "right 5"));
        JsonNode contradicting = json(format(pairs, null));

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
    void showsNothingOfWhatUsersWroteAsMarkup() throws Exception {
        filename = "<script>alert(1)</script>.jsonl";
        List<String> rows = new ArrayList<>();
        for (String hostile : HOSTILE) {
            rows.add(MixedRows.row(
                    hostile, "{\"" + hostile.replace("\"", "'").replace("\u0000", "") + "\":\"" + "x\"}"));
            rows.add(MixedRows.row(hostile, hostile));
            rows.add(MixedRows.row(hostile + " again", "TODO"));
        }
        for (int i = 0; i < 30; i++) {
            rows.add(MixedRows.row("Question " + i, HOSTILE.get(i % 3)));
        }

        Event event = format(rows, null);
        Document page = page(event);

        assertSelfContained(page);
        String text = page.wholeText();
        assertThat(text).contains(HOSTILE.get(0), HOSTILE.get(10), filename, "{{7*7}} ${7*7} <%= 7*7 %>");
    }

    @Test
    void isOnePageThatNeedsNothingElse() throws Exception {
        Document page = page(format(MixedRows.rows(), null));

        assertSelfContained(page);
        assertThat(page.title()).isEqualTo("Dataset report of ftjob-1");
        assertThat(page.select("svg.chart")).hasSize(5);
        assertThat(page.select(".tokens .learned")).isNotEmpty();
        assertThat(page.select("details")).hasSize(15);
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
        assertThat(page.wholeText()).doesNotContain("NOT_FOUND", "{view", "{report");
    }

    @Test
    void readsAHundredThousandRowsInLessThanAMinute() throws Exception {
        Random random = new Random(5);
        List<String> rows = distinct(random, 100_000);

        Assertions.assertTimeout(Duration.ofMinutes(1), () -> {
            JsonNode report = json(format(rows, null));
            assertThat(report.at("/files/0/examples").intValue()).isEqualTo(100_000);
        });
    }

    private static void assertSelfContained(Document page) {
        assertThat(
                        page.select(
                                "script, iframe, object, embed, link, img, image, base, form, input, a, use, foreignObject, audio, video, math, mglyph"))
                .isEmpty();
        for (Element element : page.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey())
                        .as(element.outerHtml())
                        .doesNotStartWith("on")
                        .isNotIn("src", "href", "xlink:href", "srcset", "action");
            }
        }
        for (Element style : page.select("style")) {
            assertThat(style.data()).doesNotContain("url(", "@import");
        }
        assertThat(page.select("[style]").stream().map(element -> element.attr("style")))
                .allMatch(style -> style.matches("width: [0-9.]+%|background: var\\(--[a-z]+\\)|margin-bottom: 12px"));
        assertThat(page.select("meta[http-equiv]")).hasSize(1);
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

    /** Rows whose words are drawn at random; each fits the model's context. */
    private static List<String> distinct(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> MixedRows.row("prompt " + words(random, 8), words(random, 6) + "."))
                .toList();
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Integer.toString(50_000 + random.nextInt(1_000_000), 36).replaceAll("\\d", "q"))
                .collect(Collectors.joining(" "));
    }

    /** The rows as near duplicates have them in common. */
    private List<String> canonicalWords(Artifact set) throws Exception {
        try (InputStream content = store.open(set)) {
            return new String(content.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("[,!]", " ").replaceAll(" +", " "))
                    .toList();
        }
    }

    private JsonNode json(Event event) throws Exception {
        try (InputStream content = store.open(report(event).json())) {
            JsonNode report = JSON.readTree(content);
            assertThat(schema().validate(report)).isEmpty();
            return report;
        }
    }

    /** The documented one, made strict: a field that it does not describe is an error here. */
    private static Schema schema() throws Exception {
        try (InputStream in = ReportFiles.class.getResourceAsStream("report.schema.json")) {
            JsonNode schema = JSON.readTree(in);
            close(schema);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(DatasetReportTest::close);
    }

    private Document page(Event event) throws Exception {
        try (InputStream content = store.open(report(event).page())) {
            return Jsoup.parse(content, "UTF-8", "");
        }
    }

    private static DatasetReport report(Event event) {
        return requireNonNull(
                event instanceof DatasetFormatted formatted ? formatted.report() : ((DatasetRejected) event).report());
    }

    private Event format(List<String> training, @Nullable List<String> validation) throws Exception {
        FineTuningJob job = new FineTuningJob(
                "ftjob-1",
                "acme",
                WordCounters.NAME,
                "ft:words:acme::1",
                7,
                Hyperparameters.AUTO,
                Lora.DEFAULT,
                method,
                Schedule.DEFAULT);
        SubmittedFile validationFile = validation == null ? null : upload("file-2", validation);
        return formatDataset.format(
                new DatasetSubmitted(job, upload("file-1", training), validationFile),
                "tenants/acme/jobs/ftjob-1/attempts/3",
                FormatDatasetTest.LEASE);
    }

    private SubmittedFile upload(String id, List<String> rows) throws Exception {
        byte[] bytes = (String.join("\n", rows) + "\n").getBytes(UTF_8);
        return new SubmittedFile(
                id,
                filename,
                store.put("tenants/acme/files/" + id, new ByteArrayInputStream(bytes), "application/jsonl"));
    }
}
