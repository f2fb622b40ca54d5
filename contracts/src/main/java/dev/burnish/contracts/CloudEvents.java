package dev.burnish.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads and writes envelopes as CloudEvents 1.0 in structured JSON mode (CloudEvents JSON Event Format, section 3). Fields of the data are in snake_case; fields that
 * this version does not know are ignored.
 */
public final class CloudEvents {
    /** The content type of a record or a request body that holds one event. */
    public static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final int MAX_DEPTH = 32;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private CloudEvents() {}

    public static String write(Envelope envelope) {
        ObjectNode json = JSON.createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", envelope.id());
        json.put("source", envelope.source());
        json.put("type", EventType.of(envelope.event()).type());
        json.put("subject", envelope.event().subject());
        json.put("time", envelope.time().toString());
        json.put("datacontenttype", "application/json");
        json.put("tenant", envelope.tenant());
        json.put("sequence", envelope.sequence());
        json.set("data", JSON.valueToTree(envelope.event()));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event record must be writable as JSON", e);
        }
    }

    /**
     * @return empty for an event of a type that this version does not know, which a consumer ignores
     * @throws MalformedEventException when the text is no CloudEvent, or its data does not fit its type
     */
    public static Optional<Envelope> read(String text) throws MalformedEventException {
        JsonNode json = parse(text);
        if (!"1.0".equals(attribute(json, "specversion"))) {
            throw new MalformedEventException("specversion must be \"1.0\"");
        }
        Optional<EventType> type = EventType.ofType(attribute(json, "type"));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Event event = data(json, type.get());
        if (!event.subject().equals(attribute(json, "subject"))) {
            throw new MalformedEventException("subject must be " + event.subject() + ", as in the data");
        }
        return Optional.of(envelope(json, event));
    }

    private static Envelope envelope(JsonNode json, Event event) throws MalformedEventException {
        JsonNode sequence = json.path("sequence");
        if (!sequence.canConvertToLong() || sequence.longValue() < 1) {
            throw new MalformedEventException("sequence must be a whole number of at least 1");
        }
        try {
            return new Envelope(
                    attribute(json, "id"),
                    attribute(json, "source"),
                    Instant.parse(attribute(json, "time")),
                    attribute(json, "tenant"),
                    sequence.longValue(),
                    event);
        } catch (DateTimeParseException e) {
            throw new MalformedEventException("time must be an RFC 3339 time in UTC", e);
        }
    }

    private static JsonNode parse(String text) throws MalformedEventException {
        try {
            JsonNode json = JSON.readTree(text);
            if (json == null || !json.isObject()) {
                throw new MalformedEventException("the record is not a JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("the record is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Event data(JsonNode json, EventType type) throws MalformedEventException {
        JsonNode data = json.path("data");
        if (!data.isObject()) {
            throw new MalformedEventException("data must be an object");
        }
        try {
            return JSON.treeToValue(data, type.record());
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("data does not fit " + type.type() + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String attribute(JsonNode json, String name) throws MalformedEventException {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new MalformedEventException(name + " must be a text that is not blank");
        }
        return value.textValue();
    }
}
