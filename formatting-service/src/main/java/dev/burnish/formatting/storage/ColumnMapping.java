package dev.burnish.formatting.storage;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.InvalidRowException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns make a row, and as what.
 *
 * @param columnByKey the column that becomes the key of a row that {@link RowParser} or {@link PreferenceParser} reads
 */
record ColumnMapping(Map<String, String> columnByKey) {
    private static final List<String> SYSTEM = List.of("system", "system_prompt", "system_message");
    private static final List<String> PROMPT = List.of(
            "prompt",
            "instruction",
            "question",
            "query",
            "input",
            "user",
            "human",
            "source",
            "text",
            "message",
            "content");
    private static final List<String> INPUT = List.of("input", "context");
    private static final List<String> COMPLETION = List.of(
            "completion",
            "output",
            "response",
            "answer",
            "target",
            "assistant",
            "reply",
            "label",
            "category",
            "summary",
            "class");
    private static final List<String> CHOSEN =
            List.of("chosen", "preferred", "preferred_output", "preferred_completion", "chosen_response");
    private static final List<String> REJECTED = List.of(
            "rejected", "non_preferred", "non_preferred_output", "non_preferred_completion", "rejected_response");

    /** Values of these keys are JSON, which a table may hold as text. */
    private static final Set<String> NESTED = Set.of("messages", "conversations", "tools", "functions", "history");

    /**
     * Takes columns for what their names say, in any case and with blanks or hyphens for underscores.
     *
     * @return empty if the names do not tell
     */
    static Optional<ColumnMapping> guess(Collection<String> columns, Method method) {
        Map<String, String> byName = new HashMap<>();
        for (String column : columns) {
            byName.putIfAbsent(column.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_"), column);
        }
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String list : List.of("messages", "conversations")) {
            if (byName.containsKey(list)) {
                put(mapping, list, byName.get(list));
                put(mapping, "tools", byName.get("tools"));
                put(mapping, "system", list.equals("conversations") ? byName.get("system") : null);
                return Optional.of(new ColumnMapping(mapping));
            }
        }
        String chosen = first(CHOSEN, byName);
        String rejected = first(REJECTED, byName);
        String prompt = first(PROMPT, byName);
        String completion = first(COMPLETION, byName);
        put(mapping, "system", first(SYSTEM, byName));
        put(mapping, "prompt", prompt);
        String input = first(INPUT, byName);
        put(mapping, "input", input == null || input.equals(prompt) ? null : input);
        if (chosen != null && rejected != null && (method == Method.DPO || completion == null)) {
            put(mapping, "chosen", chosen);
            put(mapping, "rejected", rejected);
            return Optional.of(new ColumnMapping(mapping));
        }
        put(mapping, "completion", completion);
        return prompt == null || completion == null ? Optional.empty() : Optional.of(new ColumnMapping(mapping));
    }

    private static @Nullable String first(List<String> names, Map<String, String> byName) {
        return names.stream()
                .filter(byName::containsKey)
                .findFirst()
                .map(byName::get)
                .orElse(null);
    }

    private static void put(Map<String, String> mapping, String key, @Nullable String column) {
        if (column != null) {
            mapping.put(key, column);
        }
    }

    static ColumnMapping of(Columns columns) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String part : Columns.PARTS) {
            put(mapping, part, columns.byPart().get(part));
        }
        return new ColumnMapping(mapping);
    }

    /** Whether no other column is there. */
    boolean covers(Collection<String> columns) {
        return columnByKey.values().containsAll(columns);
    }

    /** The row's part under known keys; columns that are missing or null stay out. */
    ObjectNode apply(ObjectNode record) throws InvalidRowException {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> entry : columnByKey.entrySet()) {
            JsonNode value = record.path(entry.getValue());
            if (!value.isMissingNode() && !value.isNull()) {
                row.set(
                        entry.getKey(),
                        value.isNumber() || value.isBoolean()
                                ? TextNode.valueOf(value.asText())
                                : nested(entry, value));
            }
        }
        return row;
    }

    private static JsonNode nested(Map.Entry<String, String> entry, JsonNode value) throws InvalidRowException {
        if (!value.isTextual() || !NESTED.contains(entry.getKey())) {
            return value;
        }
        String text = value.textValue();
        try {
            return JsonRow.readAny(text.isBlank() ? "[]" : text);
        } catch (InvalidRowException e) {
            throw new InvalidRowException(
                    e.fault(), "column " + JsonTypes.quote(entry.getValue()) + " must hold JSON: " + e.problem());
        }
    }

    /** Such as {@code "question" is the prompt, "answer" the completion; "id" is left out}. */
    String describe(Collection<String> columns) {
        String taken = columnByKey.entrySet().stream()
                .map(entry -> JsonTypes.quote(entry.getValue()) + " as " + entry.getKey())
                .collect(joining(", "));
        List<String> left = columns.stream()
                .filter(column -> !columnByKey.containsValue(column))
                .map(JsonTypes::quote)
                .toList();
        String more = left.size() > 10 ? " and " + (left.size() - 10) + " more" : "";
        return "column " + taken
                + (left.isEmpty()
                        ? ""
                        : "; left out: " + left.stream().limit(10).collect(joining(", ")) + more);
    }
}
