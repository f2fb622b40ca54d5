package dev.burnish.deployment.hosted;

import dev.burnish.deployment.domain.Providers;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.models.ProviderCalls;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Providers as the models' folders name them. */
@Singleton
public class HttpProviders implements Providers {
    private static final int OK = 200;

    private final ProviderCalls calls;

    public HttpProviders(ProviderCalls calls) {
        this.calls = calls;
    }

    private interface Call {
        HttpResponse<InputStream> send() throws BackendUnreadableException, IOException, InterruptedException;
    }

    @Override
    public Answer ask(ServedModel.Hosted model, String path, byte[] json)
            throws ServingException, InterruptedException {
        HttpResponse<InputStream> response = send(model, () -> calls.post(model.baseModel(), path, json));
        String type = response.headers().firstValue("Content-Type").orElse("application/json");
        return new Answer(response.statusCode(), type, response.body());
    }

    @Override
    public void delete(ServedModel.Hosted model) throws ServingException, InterruptedException {
        String path = "/models/" + URLEncoder.encode(model.providerModel(), StandardCharsets.UTF_8);
        HttpResponse<InputStream> response = send(model, () -> calls.delete(model.baseModel(), path));
        close(response);
        if (response.statusCode() != OK && response.statusCode() != 404) {
            throw new ServingException(
                    Reason.PROVIDER_REJECTED,
                    "The provider of %s does not delete the model: it answers with status %d. Try again, or ask the operator."
                            .formatted(model.name(), response.statusCode()));
        }
    }

    private static HttpResponse<InputStream> send(ServedModel.Hosted model, Call call)
            throws ServingException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = call.send();
        } catch (BackendUnreadableException e) {
            throw new ServingException(
                    Reason.PROVIDER_REFUSED,
                    "The provider of %s cannot be asked: %s.".formatted(model.name(), e.reason()),
                    e);
        } catch (IOException e) {
            throw new ServingException(
                    Reason.PROVIDER_UNAVAILABLE,
                    "The provider of %s does not answer. Try again shortly.".formatted(model.name()),
                    e);
        }
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            close(response);
            // Without the provider's words, which may quote the key.
            throw new ServingException(
                    Reason.PROVIDER_REFUSED,
                    "The provider of %s does not let this installation in (status %d). Its operator has to check the key that %s names."
                            .formatted(model.name(), status, ModelBackends.FILE));
        }
        if (status == 429 || status >= 500) {
            close(response);
            throw new ServingException(
                    Reason.PROVIDER_UNAVAILABLE,
                    "The provider of %s has no time (status %d). Try again shortly.".formatted(model.name(), status));
        }
        return response;
    }

    private static void close(HttpResponse<InputStream> response) throws ServingException {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new ServingException(Reason.PROVIDER_UNAVAILABLE, "The provider's answer broke off.", e);
        }
    }
}
