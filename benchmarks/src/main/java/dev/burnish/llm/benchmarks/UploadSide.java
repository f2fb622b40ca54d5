package dev.burnish.llm.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Brings a file into the storage of a stack that is up: {@code round} with {@code "way": "api"} uploads it as a user does, with {@code "put"} storage's own client puts it there. Both
 * remove it again, untimed.
 */
final class UploadSide {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "burnish-benchmark-7d1c6b5a";
    private static final String KEY = "benchmarks/put";

    private UploadSide() {}

    public static void main(String[] arguments) throws Exception {
        new Side()
                .on("round", request -> switch (request.path("way").asText()) {
                    case "api" -> api(request);
                    case "put" -> put(request);
                    default -> throw new IllegalArgumentException("way is neither api nor put in " + request);
                })
                .serve();
    }

    private static Map<String, ?> api(JsonNode request) throws IOException, InterruptedException {
        Path file = Path.of(request.path("file").asText());
        URI files = URI.create(request.path("gateway").asText() + "/v1/files");
        String authorization = "Bearer " + request.path("key").asText();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest upload = HttpRequest.newBuilder(files)
                    .header("Authorization", authorization)
                    .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                    .POST(form(file))
                    .build();
            long begin = System.nanoTime();
            String answer = answer(client, upload);
            double seconds = (System.nanoTime() - begin) / 1e9;
            String id = JSON.readTree(answer).path("id").asText();
            answer(
                    client,
                    HttpRequest.newBuilder(URI.create(files + "/" + id))
                            .header("Authorization", authorization)
                            .DELETE()
                            .build());
            return Map.of("seconds", seconds);
        }
    }

    private static BodyPublisher form(Path file) throws IOException {
        String start = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"rows.jsonl\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        return BodyPublishers.concat(
                BodyPublishers.ofString(start),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    }

    private static String answer(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(request.method() + " " + request.uri() + " answered " + response.statusCode() + ": "
                    + response.body());
        }
        return response.body();
    }

    private static Map<String, ?> put(JsonNode request) throws Exception {
        Path file = Path.of(request.path("file").asText());
        String bucket = request.path("bucket").asText();
        MinioClient client = MinioClient.builder()
                .endpoint(request.path("endpoint").asText())
                .credentials(
                        request.path("access_key").asText(),
                        request.path("secret_key").asText())
                .region(request.path("region").asText())
                .build();
        try {
            long begin = System.nanoTime();
            try (InputStream content = Files.newInputStream(file)) {
                client.putObject(
                        PutObjectArgs.builder().bucket(bucket).object(KEY).stream(content, Files.size(file), -1L)
                                .build());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(KEY).build());
            return Map.of("seconds", seconds);
        } finally {
            client.close();
        }
    }
}
