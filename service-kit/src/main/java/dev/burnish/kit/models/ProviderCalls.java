package dev.burnish.kit.models;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the providers of hosted models, with their keys, which go nowhere else. What the answer's status means is the caller's affair. */
@Singleton
public class ProviderCalls {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);

    /** Until the answer begins; a long answer may take longer. */
    private static final Duration TO_ANSWER = Duration.ofMinutes(10);

    private final ModelBackends models;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();

    public ProviderCalls(ModelBackends models) {
        this.models = models;
    }

    /**
     * @param baseModel whose provider is asked
     * @param path under the provider's address, such as {@code /chat/completions}
     * @param json the body
     * @return the answer as it begins; its body has to be closed
     * @throws BackendUnreadableException if the model is not, or no longer, a provider's, or its key is not set
     * @throws IOException if the provider is away
     */
    public HttpResponse<InputStream> post(String baseModel, String path, byte[] json)
            throws BackendUnreadableException, IOException, InterruptedException {
        return send(
                baseModel,
                path,
                HttpRequest.newBuilder()
                        .POST(BodyPublishers.ofByteArray(json))
                        .header("Content-Type", "application/json"));
    }

    /** As {@link #post}. */
    public HttpResponse<InputStream> delete(String baseModel, String path)
            throws BackendUnreadableException, IOException, InterruptedException {
        return send(baseModel, path, HttpRequest.newBuilder().DELETE());
    }

    private HttpResponse<InputStream> send(String baseModel, String path, HttpRequest.Builder request)
            throws BackendUnreadableException, IOException, InterruptedException {
        ModelBackend.Hosted backend = backend(baseModel);
        Optional<String> key = models.apiKey(baseModel, backend);
        if (key.isPresent()) {
            boolean azure = backend.baseUrl().getHost().endsWith(".azure.com");
            request.header(azure ? "api-key" : "Authorization", azure ? key.get() : "Bearer " + key.get());
        }
        return http.send(
                request.uri(URI.create(backend.baseUrl() + path))
                        .timeout(TO_ANSWER)
                        .build(),
                BodyHandlers.ofInputStream());
    }

    /** The provider's own name of the base model. */
    public String providerModel(String baseModel) throws BackendUnreadableException {
        return backend(baseModel).model();
    }

    private ModelBackend.Hosted backend(String baseModel) throws BackendUnreadableException {
        return models.findHosted(baseModel)
                .orElseThrow(() -> new BackendUnreadableException(
                        models.file(baseModel), "is not there, or names no provider any more"));
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
