package dev.burnish.deployment.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.kit.testing.RealParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service under test, as a client sees it that holds the key of {@link RealParts#TENANT}. */
final class Service implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, JsonNode body, HttpResponse<String> response) {
        String code() {
            return body.path("error").path("code").asText();
        }

        String text() {
            return body.path("choices").path(0).path("message").path("content").asText();
        }
    }

    Answer get(String path) {
        return get(path, RealParts.API_KEY);
    }

    Answer get(String path, String key) {
        return send(request(path, key).GET());
    }

    Answer delete(String path) {
        return delete(path, RealParts.API_KEY);
    }

    Answer delete(String path, String key) {
        return send(request(path, key).DELETE());
    }

    Answer post(String path, String body) {
        return post(path, body, RealParts.API_KEY);
    }

    Answer post(String path, String body, String key) {
        return send(postRequest(path, body, key));
    }

    Answer chat(String fields) {
        return post("/v1/chat/completions", "{%s}".formatted(fields));
    }

    /** A conversation with one message for the model. */
    static String ask(String model) {
        return "\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]".formatted(model);
    }

    /** The answer's body, as it comes. */
    HttpResponse<InputStream> open(String path, String body) throws IOException, InterruptedException {
        return http.send(postRequest(path, body, RealParts.API_KEY).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    String stream(String path, String body) {
        return post(path, body, RealParts.API_KEY).response().body();
    }

    String management(String path) {
        URI uri = URI.create("http://localhost:%d%s".formatted(port("quarkus.management.port"), path));
        return send(HttpRequest.newBuilder(uri)).response().body();
    }

    static int port(String property) {
        return ConfigProvider.getConfig().getValue(property, Integer.class);
    }

    private static HttpRequest.Builder postRequest(String path, String body, String key) {
        return request(path, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder request(String path, String key) {
        URI uri = URI.create("http://localhost:%d%s".formatted(port("quarkus.http.port"), path));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            return new Answer(response.statusCode(), JSON.readTree(json ? response.body() : "{}"), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
