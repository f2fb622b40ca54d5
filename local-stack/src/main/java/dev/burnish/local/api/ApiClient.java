package dev.burnish.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The few calls of the API that the commands make. */
public final class ApiClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** A model of many gigabytes is read, computed with and copied before the answer comes. */
    private static final Duration LIMIT_OF_FILES = Duration.ofHours(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String apiKey;

    /** @param gateway without {@code /v1} */
    public ApiClient(URI gateway, String apiKey) {
        this.gateway = gateway;
        this.apiKey = apiKey;
    }

    /** The file's id. */
    public String upload(Path file) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        String head = """
                --%1$s\r
                Content-Disposition: form-data; name="purpose"\r
                \r
                fine-tune\r
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="%2$s"\r
                Content-Type: application/jsonl\r
                \r
                """.formatted(boundary, file.getFileName());
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofString(head),
                HttpRequest.BodyPublishers.ofFile(file),
                HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest request = request("/v1/files")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build();
        return send(request).path("id").asText();
    }

    public JsonNode createJob(ObjectNode job) throws IOException, InterruptedException {
        return post("/v1/fine_tuning/jobs", job);
    }

    /** As {@link #createJob(ObjectNode)}, but sent again with the same key it answers with the job that it made before. */
    public JsonNode createJob(ObjectNode job, String idempotencyKey) throws IOException, InterruptedException {
        return send(request("/v1/fine_tuning/jobs")
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job.toString()))
                .build());
    }

    public JsonNode job(String id) throws IOException, InterruptedException {
        return get("/v1/fine_tuning/jobs/" + id);
    }

    /** The newest events of a job, the newest first. */
    public JsonNode events(String jobId) throws IOException, InterruptedException {
        return get("/v1/fine_tuning/jobs/" + jobId + "/events?limit=100").path("data");
    }

    public JsonNode evaluation(String jobId) throws IOException, InterruptedException {
        return get("/v1/evaluations/" + jobId);
    }

    /** The report on the job's files, a page. */
    public String reportPage(String jobId) throws IOException, InterruptedException {
        return sendForText(
                request("/v1/fine_tuning/jobs/" + jobId + "/report.html").build());
    }

    /** What the model says to a conversation, always the same for the same question. */
    public String answer(String model, JsonNode messages) throws IOException, InterruptedException {
        ObjectNode question = json.createObjectNode();
        question.put("model", model);
        question.set("messages", messages);
        question.put("temperature", 0);
        question.put("max_completion_tokens", 128);
        return post("/v1/chat/completions", question)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asText();
    }

    /**
     * Imports a base model and returns its manifest.
     *
     * @param directory absolute, on the machine of the stack
     */
    public JsonNode addModel(Path directory, Optional<String> name) throws IOException, InterruptedException {
        ObjectNode model = json.createObjectNode().put("directory", directory.toString());
        name.ifPresent(given -> model.put("name", given));
        return send(request("/operator/models")
                .timeout(LIMIT_OF_FILES)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(model.toString()))
                .build());
    }

    /** The base models, by name. */
    public JsonNode models(boolean verify) throws IOException, InterruptedException {
        return send(request("/operator/models?verify=" + verify)
                        .timeout(LIMIT_OF_FILES)
                        .build())
                .path("data");
    }

    public void removeModel(String name) throws IOException, InterruptedException {
        send(request("/operator/models/" + escaped(name)).DELETE().build());
    }

    /** The key's record, with the key itself as {@code value}. */
    public JsonNode createKey(ObjectNode key) throws IOException, InterruptedException {
        return post("/operator/api-keys", key);
    }

    /** All keys that were made, newest first. */
    public List<JsonNode> keys() throws IOException, InterruptedException {
        List<JsonNode> keys = new ArrayList<>();
        JsonNode page;
        String after = "";
        do {
            page = get("/operator/api-keys?limit=1000" + after);
            page.path("data").forEach(keys::add);
            after = "&after=" + page.path("last_id").asText();
        } while (page.path("has_more").asBoolean());
        return keys;
    }

    public void revokeKey(String id) throws IOException, InterruptedException {
        send(request("/operator/api-keys/" + escaped(id)).DELETE().build());
    }

    private static String escaped(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).timeout(LIMIT).header("Authorization", "Bearer " + apiKey);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        return json.readTree(sendForText(request));
    }

    private String sendForText(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new ApiFailedException(request, response);
        }
        return response.body();
    }
}
