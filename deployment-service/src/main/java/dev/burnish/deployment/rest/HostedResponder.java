package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.deployment.domain.Providers;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes requests for hosted models on to their providers, and answers back, whole or as they come. Only the model's name is changed, both ways; what a request may ask for is the
 * provider's affair, and its usage and its refusals are passed on as they are.
 */
@Singleton
public class HostedResponder {
    private static final String MODEL = "model";
    private static final String DATA = "data: ";

    private final Providers providers;
    private final ObjectMapper json;

    public HostedResponder(Providers providers, ObjectMapper json) {
        this.providers = providers;
        this.json = json;
    }

    /** @param path of the provider's API, such as {@code /chat/completions} */
    Response respond(ServedModel.Hosted model, String path, JsonNode body)
            throws ServingException, InterruptedException {
        ObjectNode request = body.deepCopy();
        request.put(MODEL, model.providerModel());
        try {
            Providers.Answer answer = providers.ask(model, path, json.writeValueAsBytes(request));
            if (answer.contentType().startsWith(MediaType.SERVER_SENT_EVENTS)) {
                return Response.ok(stream(model, answer.body()), MediaType.SERVER_SENT_EVENTS_TYPE)
                        .header("Cache-Control", "no-cache")
                        .header("X-Accel-Buffering", "no")
                        .build();
            }
            try (InputStream content = answer.body()) {
                return Response.status(answer.status())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(named(model, json.readTree(content)))
                        .build();
            }
        } catch (IOException e) {
            throw new ServingException(
                    Reason.PROVIDER_UNAVAILABLE,
                    "The answer of the provider of %s broke off. Try again shortly.".formatted(model.name()),
                    e);
        }
    }

    /** Line by line; a client that goes away ends it, and with it the provider's answer. */
    private StreamingOutput stream(ServedModel.Hosted model, InputStream body) {
        return out -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    write(out, line.startsWith(DATA + "{") ? DATA + chunk(model, line.substring(DATA.length())) : line);
                }
            }
        };
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (line.isEmpty()) {
            out.flush();
        }
    }

    private String chunk(ServedModel.Hosted model, String text) throws IOException {
        return json.writeValueAsString(named(model, json.readTree(text)));
    }

    private static JsonNode named(ServedModel.Hosted model, JsonNode answer) {
        if (answer.has(MODEL)) {
            ((ObjectNode) answer).put(MODEL, model.name());
        }
        return answer;
    }
}
