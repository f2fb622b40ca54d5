package dev.burnish.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.local.api.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Teaches the small base model to answer support mails, and shows what it knew before and after. */
public final class Demo {
    private static final String BASE_MODEL = "burnish-tiny";
    private static final int EPOCHS = 8;
    private static final int BATCH_SIZE = 8;

    /** A mail in the manner of the examples that is none of them. */
    private static final String QUESTION =
            "Hello,\nThe Nimbus Router was promised for last Monday, and the parcel has still not come. "
                    + "We cannot work without it, please help today.\nMany thanks, Ines Moreau";

    private final ObjectMapper json = new ObjectMapper();
    private final Path examples;
    private final Path reports;
    private final PrintStream output;
    private final boolean terminal;

    /**
     * @param examples in chat format, each with a system message
     * @param reports the folder to put the report on them into; made where it is missing
     */
    public Demo(Path examples, Path reports, PrintStream output, boolean terminal) {
        this.examples = examples;
        this.reports = reports;
        this.output = output;
        this.terminal = terminal;
    }

    /** @param gateway without {@code /v1} */
    public void run(URI gateway, String apiKey) throws IOException, InterruptedException, JobFailedException {
        try (ApiClient api = new ApiClient(gateway, apiKey)) {
            String file = api.upload(examples);
            output.printf("%nUploaded %s as %s.%n", examples.getFileName(), file);
            String jobId = api.createJob(jobRequest(file)).path("id").asText();
            output.printf("Fine-tuning %s in job %s:%n", BASE_MODEL, jobId);
            JsonNode job = new JobWatch(api, jobId, output, new ProgressBar(output, terminal)).await();
            String tuned = job.path("fine_tuned_model").asText();
            saveReport(jobId, api.reportPage(jobId));
            showEvaluation(api.evaluation(jobId));
            ask(api, tuned);
        }
    }

    private ObjectNode jobRequest(String file) {
        ObjectNode job = json.createObjectNode();
        job.put("model", BASE_MODEL);
        job.put("training_file", file);
        job.put("suffix", "tickets");
        job.put("seed", 42);
        ObjectNode method = job.putObject("method");
        method.put("type", "supervised");
        method.putObject("supervised")
                .putObject("hyperparameters")
                .put("n_epochs", EPOCHS)
                .put("batch_size", BATCH_SIZE);
        return job;
    }

    private void saveReport(String jobId, String page) throws IOException {
        Path file = Files.createDirectories(reports).resolve(jobId + ".html");
        Files.writeString(file, page);
        output.printf("%nThe report on the examples is in%n  %s%n", file);
    }

    private void showEvaluation(JsonNode evaluation) {
        output.printf(
                "%nOn %d examples that were kept out of training:%n%n",
                evaluation.path("examples").asInt());
        output.printf("  %-12s %10s %10s%n", "", "base", "tuned");
        row(evaluation, "loss", "loss", "%.3f", 1);
        row(evaluation, "perplexity", "perplexity", "%.2f", 1);
        row(evaluation, "exact match", "exact_match", "%.1f %%", 100);
    }

    private void row(JsonNode evaluation, String title, String field, String format, double factor) {
        String base = String.format(
                Locale.ROOT, format, evaluation.path("base").path(field).asDouble() * factor);
        String tuned = String.format(
                Locale.ROOT, format, evaluation.path("tuned").path(field).asDouble() * factor);
        output.printf("  %-12s %10s %10s%n", title, base, tuned);
    }

    private void ask(ApiClient api, String tuned) throws IOException, InterruptedException {
        ArrayNode messages = json.createArrayNode();
        messages.addObject().put("role", "system").put("content", systemMessage());
        messages.addObject().put("role", "user").put("content", QUESTION);
        output.printf(
                "%nA mail that neither has seen:%n%n%s%n", QUESTION.indent(4).stripTrailing());
        output.printf("%n  %s answers:%n    %s%n", BASE_MODEL, oneLine(api.answer(BASE_MODEL, messages)));
        output.printf("%n  %s answers:%n    %s%n%n", tuned, oneLine(api.answer(tuned, messages)));
    }

    private String systemMessage() throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(examples)) {
            return json.readTree(lines.readLine())
                    .path("messages")
                    .path(0)
                    .path("content")
                    .asText();
        }
    }

    private static String oneLine(String answer) {
        return answer.isBlank() ? "(nothing)" : answer.strip().replaceAll("\\s+", " ");
    }
}
