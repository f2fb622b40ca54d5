package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import java.util.Map;
import java.util.Set;

/** Reads one message. {@code name} is accepted and has no effect, since chat templates have no place for it. */
final class MessageParser {
    /** Where OpenAI's own exports write null for what is not there. */
    private static final Set<String> NULL_AT_MOST =
            Set.of("tool_calls", "tool_call_id", "function_call", "refusal", "audio", "annotations");

    ChatMessage parse(JsonNode message, String at) throws InvalidRowException {
        if (!message.isObject()) {
            throw new InvalidRowException(
                    at + " must be an object with \"role\" and \"content\", not " + JsonTypes.name(message) + ".");
        }
        refuseOtherKeys(message, at);
        String role = role(message, at);
        boolean learned = role.equals(ChatMessage.ASSISTANT) && weight(message, at) == 1;
        if (!message.has("content")) {
            throw new InvalidRowException(at + " has no \"content\". Add it.");
        }
        return new ChatMessage(role, text(message.get("content"), at + ".content"), learned);
    }

    /** Reads a text, given as a string or as an array of text parts, which are joined without anything between them. */
    String text(JsonNode content, String at) throws InvalidRowException {
        String text;
        if (content.isTextual()) {
            text = content.textValue();
        } else if (content.isArray()) {
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < content.size(); i++) {
                joined.append(part(content.get(i), at + "[" + i + "]"));
            }
            text = joined.toString();
        } else {
            throw new InvalidRowException(
                    at + " must be a string or an array of text parts, not " + JsonTypes.name(content) + ".");
        }
        if (text.isBlank()) {
            throw new InvalidRowException(at + " is empty. Write the text, or remove the message.");
        }
        if (hasLoneSurrogate(text)) {
            throw new InvalidRowException(
                    at + " holds half a character (a lone \\ud800 to \\udfff). Write the whole pair, or remove it.");
        }
        return text;
    }

    private static String part(JsonNode part, String at) throws InvalidRowException {
        if (!part.isObject() || !part.path("type").isTextual()) {
            throw new InvalidRowException(at + " must be {\"type\":\"text\",\"text\":\"…\"}.");
        }
        if (!part.get("type").textValue().equals("text")) {
            throw new InvalidRowException(at + " has the type "
                    + JsonTypes.quote(part.get("type").textValue()) + ", but only text is supported. Remove it.");
        }
        if (!part.path("text").isTextual() || part.size() != 2) {
            throw new InvalidRowException(at + " must have a string \"text\" and no other key than \"type\".");
        }
        return part.get("text").textValue();
    }

    private static String role(JsonNode message, String at) throws InvalidRowException {
        JsonNode role = message.path("role");
        if (!role.isTextual()) {
            throw new InvalidRowException(at + " has no \"role\". Add system, developer, user or assistant.");
        }
        return switch (role.textValue()) {
            case "system", "developer" -> ChatMessage.SYSTEM;
            case "user" -> ChatMessage.USER;
            case "assistant" -> ChatMessage.ASSISTANT;
            case "tool", "function" ->
                throw new InvalidRowException(at + " has the role \"" + role.textValue()
                        + "\", which is not supported yet. Leave rows with tools out of the file.");
            default ->
                throw new InvalidRowException(at + " has the unknown role " + JsonTypes.quote(role.textValue())
                        + ". Use system, developer, user or assistant.");
        };
    }

    private static int weight(JsonNode message, String at) throws InvalidRowException {
        JsonNode weight = message.get("weight");
        if (weight == null) {
            return 1;
        }
        if (!weight.isInt() || weight.intValue() < 0 || weight.intValue() > 1) {
            throw new InvalidRowException(at + ".weight must be the number 0 or 1.");
        }
        return weight.intValue();
    }

    private static void refuseOtherKeys(JsonNode message, String at) throws InvalidRowException {
        for (Map.Entry<String, JsonNode> property : message.properties()) {
            String key = property.getKey();
            switch (key) {
                case "role", "content" -> {}
                case "name" -> {
                    if (!property.getValue().isTextual()) {
                        throw new InvalidRowException(at + ".name must be a string.");
                    }
                }
                case "weight" -> {
                    if (!"assistant".equals(message.path("role").textValue())) {
                        throw new InvalidRowException(
                                at + " has a weight, but only assistant messages are learned. Remove it.");
                    }
                }
                default -> {
                    if (!NULL_AT_MOST.contains(key)) {
                        throw new InvalidRowException(
                                at + " has the unknown key " + JsonTypes.quote(key) + ". Remove it.");
                    }
                    if (!property.getValue().isNull()) {
                        throw new InvalidRowException(at + "." + key
                                + " is not supported yet: only text is learned. Leave such rows out of the file.");
                    }
                }
            }
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
