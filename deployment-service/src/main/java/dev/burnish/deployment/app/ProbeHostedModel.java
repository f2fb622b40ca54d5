package dev.burnish.deployment.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.deployment.domain.Providers;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Asks a hosted model a short question, as users' requests do. */
@Singleton
public class ProbeHostedModel {
    private static final int PROBE_TOKENS = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Providers providers;

    public ProbeHostedModel(Providers providers) {
        this.providers = providers;
    }

    /**
     * Returns once the model has answered.
     *
     * @throws ServingException {@code PROBE_UNANSWERED}, with the provider's words, or as {@link Providers#ask}
     */
    public void probe(ServedModel.Hosted model) throws ServingException, InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("model", model.providerModel());
        request.put("max_completion_tokens", PROBE_TOKENS);
        request.putArray("messages").addObject().put("role", "user").put("content", "Hello");
        try {
            Providers.Answer answer = providers.ask(model, "/chat/completions", JSON.writeValueAsBytes(request));
            JsonNode body = JSON.readTree(answer.body());
            if (answer.status() != 200 || body.path("choices").isEmpty()) {
                throw new ServingException(
                        Reason.PROBE_UNANSWERED,
                        "The provider does not answer the probe \"Hello\": status %d, %s"
                                .formatted(
                                        answer.status(),
                                        body.path("error").path("message").asText("no choices")));
            }
        } catch (IOException e) {
            throw new ServingException(Reason.PROVIDER_UNAVAILABLE, "The provider's answer to the probe broke off.", e);
        }
    }
}
