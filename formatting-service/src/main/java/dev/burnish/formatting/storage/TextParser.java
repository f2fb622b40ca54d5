package dev.burnish.formatting.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidRowException;

/** Reads a text, given as a string or as an array of text parts, which are joined without anything between them. */
final class TextParser {
    private TextParser() {}

    /** A text that must not be blank. */
    static String required(JsonNode content, String at) throws InvalidRowException {
        String text = any(content, at);
        if (text.isBlank()) {
            throw new InvalidRowException(
                    Fault.EMPTY_CONTENT, at + " is empty. Write the text, or remove the message.");
        }
        return text;
    }

    static String any(JsonNode content, String at) throws InvalidRowException {
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
                    Fault.WRONG_TYPE,
                    at + " must be a string or an array of text parts, not " + JsonTypes.name(content) + ".");
        }
        return checked(text, at);
    }

    /** The text, if it can be kept everywhere: without U+0000 and without halves of characters. */
    static String checked(String text, String at) throws InvalidRowException {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidRowException(Fault.NUL_CHARACTER, at + " holds the character U+0000. Remove it.");
        }
        if (hasLoneSurrogate(text)) {
            throw new InvalidRowException(
                    Fault.HALF_CHARACTER,
                    at + " holds half a character (a lone \\ud800 to \\udfff). Write the whole pair, or remove it.");
        }
        return text;
    }

    private static String part(JsonNode part, String at) throws InvalidRowException {
        if (!part.isObject() || !part.path("type").isTextual()) {
            throw new InvalidRowException(Fault.WRONG_TYPE, at + " must be {\"type\":\"text\",\"text\":\"…\"}.");
        }
        if (!part.get("type").textValue().equals("text")) {
            throw new InvalidRowException(
                    Fault.UNSUPPORTED_CONTENT,
                    at + " has the type " + JsonTypes.quote(part.get("type").textValue())
                            + ", but only text is supported. Remove it.");
        }
        if (!part.path("text").isTextual() || part.size() != 2) {
            throw new InvalidRowException(
                    Fault.WRONG_TYPE, at + " must have a string \"text\" and no other key than \"type\".");
        }
        return part.get("text").textValue();
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int point = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(point)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
