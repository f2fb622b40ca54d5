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
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/** Files on their way through formatting, with a model whose tokens are words. */
final class ReportedFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final FormatDataset formatDataset = new FormatDataset(
            new WordCounters(), new DetectedRowFiles(), new PlainForecasts(), new ReportFiles(store), store);
    String filename = "mails.jsonl";
    Method method = Method.SUPERVISED;

    /** The rows as near duplicates have them in common. */
    List<String> canonicalWords(Artifact set) throws Exception {
        try (InputStream content = store.open(set)) {
            return new String(content.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.replaceAll("[,!]", " ").replaceAll(" +", " "))
                    .toList();
        }
    }

    JsonNode json(Event event) throws Exception {
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
        schema.forEach(ReportedFiles::close);
    }

    Document page(Event event) throws Exception {
        try (InputStream content = store.open(report(event).page())) {
            return Jsoup.parse(content, "UTF-8", "");
        }
    }

    private static DatasetReport report(Event event) {
        return requireNonNull(
                event instanceof DatasetFormatted formatted ? formatted.report() : ((DatasetRejected) event).report());
    }

    Event format(List<String> training, @Nullable List<String> validation) throws Exception {
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
