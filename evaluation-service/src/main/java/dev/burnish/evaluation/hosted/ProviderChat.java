package dev.burnish.evaluation.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.ProviderUnavailableException;
import dev.burnish.evaluation.domain.Question;
import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.kit.models.ProviderCalls;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a provider for greedy answers. What is overloaded or away is asked again a few times, after ever longer pauses. */
final class ProviderChat {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final ProviderCalls providers;
    private final String baseModel;

    ProviderChat(ProviderCalls providers, String baseModel) {
        this.providers = providers;
        this.baseModel = baseModel;
    }

    /** An answer as it is compared: its text or, where it calls tools, the calls as JSON, whose arguments are written in one way. */
    static String written(ChatMessage message) {
        if (message.toolCalls().isEmpty()) {
            return message.content();
        }
        ArrayNode calls = JSON.createArrayNode();
        message.toolCalls().forEach(call -> written(calls, call.name(), call.arguments()));
        return calls.toString();
    }

    private static void written(ArrayNode calls, String name, String arguments) {
        ObjectNode call = calls.addObject().put("name", name);
        try {
            call.set("arguments", JSON.readTree(arguments));
        } catch (JsonProcessingException e) {
            call.put("arguments", arguments);
        }
    }

    /**
     * @param model the provider's name of it
     * @throws ProviderUnavailableException when it can be tried again
     */
    String answer(String model, Question question, int maxTokens) throws EvaluationFailedException {
        ObjectNode request = JSON.createObjectNode().put("model", model).put("temperature", 0);
        request.put("max_completion_tokens", maxTokens);
        ArrayNode messages = request.putArray("messages");
        question.messages().forEach(message -> write(message, messages.addObject()));
        if (!question.tools().isEmpty()) {
            request.set("tools", JSON.valueToTree(question.tools()));
        }
        JsonNode message = ask(request).path("choices").path(0).path("message");
        JsonNode calls = message.path("tool_calls");
        if (calls.isEmpty()) {
            return message.path("content").asText("");
        }
        ArrayNode writtenCalls = JSON.createArrayNode();
        calls.forEach(call -> written(
                writtenCalls,
                call.path("function").path("name").asText(),
                call.path("function").path("arguments").asText()));
        return writtenCalls.toString();
    }

    private static void write(ChatMessage message, ObjectNode node) {
        node.put("role", message.role()).put("content", message.content());
        if (message.toolCallId() != null) {
            node.put("tool_call_id", message.toolCallId());
        }
        for (ToolCall call : message.toolCalls()) {
            node.withArrayProperty("tool_calls")
                    .addObject()
                    .put("id", call.id())
                    .put("type", "function")
                    .putObject("function")
                    .put("name", call.name())
                    .put("arguments", call.arguments());
        }
    }

    private JsonNode ask(ObjectNode request) throws EvaluationFailedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(request);
            } catch (ProviderUnavailableException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderUnavailableException("interrupted", e);
        }
    }

    private JsonNode attempt(ObjectNode request) throws EvaluationFailedException {
        try {
            HttpResponse<InputStream> response =
                    providers.post(baseModel, "/chat/completions", JSON.writeValueAsBytes(request));
            try (InputStream body = response.body()) {
                return read(response.statusCode(), body);
            }
        } catch (BackendUnreadableException e) {
            throw new EvaluationFailedException(
                    Reason.BACKEND_REFUSED,
                    "The provider of " + baseModel + " cannot be asked: " + e.reason() + ".",
                    e);
        } catch (IOException e) {
            throw new ProviderUnavailableException("the provider of " + baseModel + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderUnavailableException("interrupted", e);
        }
    }

    private JsonNode read(int status, InputStream body) throws EvaluationFailedException, IOException {
        if (status == 200) {
            return JSON.readTree(body);
        }
        if (status == 401 || status == 403) {
            // Without the provider's words, which may quote the key.
            throw new EvaluationFailedException(
                    Reason.BACKEND_REFUSED,
                    "The provider of " + baseModel + " does not let Burnish in (status " + status
                            + "). Its operator has to check the key that " + ModelBackends.FILE + " names.",
                    null);
        }
        if (status == 408 || status == 409 || status == 429 || status >= 500) {
            throw new ProviderUnavailableException("the provider of " + baseModel + " answers with status " + status);
        }
        throw new EvaluationFailedException(
                Reason.BACKEND_REJECTED,
                "The provider of " + baseModel + " answers " + status + ": " + words(body),
                null);
    }

    private static String words(InputStream body) throws IOException {
        try {
            return JSON.readTree(body).path("error").path("message").asText("it does not say why");
        } catch (JsonProcessingException e) {
            return "it does not say why";
        }
    }
}
