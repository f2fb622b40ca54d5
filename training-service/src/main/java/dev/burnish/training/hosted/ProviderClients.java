package dev.burnish.training.hosted;

import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIRetryableException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.UnauthorizedException;
import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.training.app.RemotePlace;
import dev.burnish.training.domain.BackendUnavailableException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Speaks with providers, and puts what goes wrong there into this service's words. Keys go to the provider alone: not into logs, not into failures. */
@Singleton
public class ProviderClients {
    /** Of calls that meet 408, 409, 429, 5xx or a broken connection: after half a second, then twice as long each time, or when the provider says. */
    private static final int RETRIES = 3;

    /** A provider without keys gets this one, because the client sends always one. */
    private static final String NO_KEY = "none";

    private final ModelBackends models;
    private final Map<Account, OpenAIClient> clients = new ConcurrentHashMap<>();

    public ProviderClients(ModelBackends models) {
        this.models = models;
    }

    private record Account(URI baseUrl, String key) {}

    /** Something that is asked of a provider. */
    @FunctionalInterface
    interface Call<T> {
        T to(OpenAIClient provider);
    }

    /**
     * @throws BackendUnavailableException when the provider is away or overloaded
     * @throws RunFailedException {@code BACKEND_REFUSED} when it does not accept the key, which is the operator's affair; {@code BACKEND_REJECTED}, with the provider's words,
     *     when it does not accept what was asked
     */
    <T> T call(RemotePlace place, Call<T> call) throws RunFailedException, BackendUnavailableException {
        OpenAIClient client = client(place);
        try {
            return call.to(client);
        } catch (UnauthorizedException | PermissionDeniedException e) {
            // Without the provider's words and the cause: they may quote the key.
            throw new RunFailedException(
                    Reason.BACKEND_REFUSED,
                    "The provider of " + place.baseModel() + " does not let Burnish in (status " + e.statusCode()
                            + "). Its operator has to check the key that "
                            + ModelBackends.FILE + " names, and what it is allowed to do.",
                    null);
        } catch (OpenAIIoException | OpenAIRetryableException e) {
            throw new BackendUnavailableException(
                    "the provider of " + place.baseModel() + " does not answer: " + e.getMessage(), e);
        } catch (OpenAIServiceException e) {
            throw refused(place, e);
        } catch (OpenAIException e) {
            throw new RunFailedException(
                    Reason.BACKEND_FAILED,
                    "The provider of " + place.baseModel() + " answers in another form than OpenAI's API has: "
                            + e.getMessage(),
                    e);
        }
    }

    private static RunFailedException refused(RemotePlace place, OpenAIServiceException e)
            throws BackendUnavailableException {
        int status = e.statusCode();
        String words = e.getMessage();
        if (status == 429 && e.code().filter("insufficient_quota"::equals).isPresent()) {
            return new RunFailedException(
                    Reason.BACKEND_REFUSED,
                    "The account at the provider of " + place.baseModel()
                            + " is used up. Its operator has to renew it.",
                    e);
        }
        if (status == 408 || status == 409 || status == 429 || status >= 500) {
            throw new BackendUnavailableException("the provider of " + place.baseModel() + " has no time: " + words, e);
        }
        return new RunFailedException(
                Reason.BACKEND_REJECTED, "The provider of " + place.baseModel() + " answers " + words, e);
    }

    private OpenAIClient client(RemotePlace place) throws RunFailedException {
        ModelBackend.Hosted backend = (ModelBackend.Hosted) place.backend();
        try {
            String key = models.apiKey(place.baseModel(), backend).orElse(NO_KEY);
            return clients.computeIfAbsent(new Account(backend.baseUrl(), key), ProviderClients::open);
        } catch (BackendUnreadableException e) {
            throw new RunFailedException(
                    Reason.BACKEND_REFUSED,
                    "The provider of " + place.baseModel() + " cannot be asked: " + e.reason() + ".",
                    e);
        }
    }

    private static OpenAIClient open(Account account) {
        OpenAIOkHttpClient.Builder builder =
                OpenAIOkHttpClient.builder().baseUrl(account.baseUrl.toString()).maxRetries(RETRIES);
        if (account.baseUrl.getHost().endsWith(".azure.com")) {
            builder.credential(AzureApiKeyCredential.create(account.key));
        } else {
            builder.apiKey(account.key);
        }
        return builder.build();
    }

    @PreDestroy
    void close() {
        clients.values().forEach(OpenAIClient::close);
    }
}
