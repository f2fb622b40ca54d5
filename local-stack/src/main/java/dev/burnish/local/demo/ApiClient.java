package dev.burnish.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The few calls of the API that the demo makes. */
final class ApiClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String apiKey;

    /** @param gateway without {@code /v1} */
    ApiClient(URI gateway, String apiKey) {
        this.gateway = gateway;
        this.apiKey = apiKey;
    }

    /** The file's id. */
    String upload(Path file) throws IOException, InterruptedException {
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

    JsonNode createJob(ObjectNode job) throws IOException, InterruptedException {
        return post("/v1/fine_tuning/jobs", job);
    }

    JsonNode job(String id) throws IOException, InterruptedException {
        return get("/v1/fine_tuning/jobs/" + id);
    }

    /** The newest events of a job, the newest first. */
    JsonNode events(String jobId) throws IOException, InterruptedException {
        return get("/v1/fine_tuning/jobs/" + jobId + "/events?limit=100").path("data");
    }

    JsonNode evaluation(String jobId) throws IOException, InterruptedException {
        return get("/v1/evaluations/" + jobId);
    }

    /** What the model says to a conversation, always the same for the same question. */
    String answer(String model, JsonNode messages) throws IOException, InterruptedException {
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
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new ApiFailedException(request, response);
        }
        return json.readTree(response.body());
    }
}
