package dev.burnish.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Base models as a table for people. */
final class ModelTable {
    private static final List<String> HEAD =
            List.of("NAME", "FAMILY", "PARAMETERS", "CONTEXT", "SIZE", "ADDED", "IN MEMORY", "FILES");

    private ModelTable() {}

    /** @param models as the API lists them */
    static String text(JsonNode models) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        models.forEach(model -> rows.add(row(model)));
        return Table.text(rows);
    }

    private static List<String> row(JsonNode model) {
        boolean known = !model.path("family").isNull();
        return List.of(
                model.path("name").asText(),
                known ? model.path("family").asText() : "-",
                known ? parameters(model) : "-",
                known ? model.path("context_length").asText() : "-",
                size(model),
                model.path("added").asText().replace('T', ' ').replaceFirst("(:\\d\\d)(:\\d\\d)?(\\.\\d+)?Z$", "$1"),
                inMemory(model.path("loaded")),
                files(model));
    }

    /** Such as {@code bf16, 2 adapters}. */
    private static String inMemory(JsonNode loaded) {
        if (!loaded.isObject()) {
            return "-";
        }
        int adapters = loaded.path("adapters").asInt();
        return "%s, %d %s".formatted(loaded.path("weights").asText(), adapters, adapters == 1 ? "adapter" : "adapters");
    }

    private static String files(JsonNode model) {
        if (!model.path("problem").isNull()) {
            return model.path("problem").asText();
        }
        return model.path("imported").asBoolean() ? "as imported" : "not imported";
    }

    /** Such as {@code 134.5M}. */
    static String parameters(JsonNode model) {
        double count = model.path("parameters").asDouble();
        return count >= 1e9
                ? String.format(Locale.ROOT, "%.1fB", count / 1e9)
                : String.format(Locale.ROOT, "%.1fM", count / 1e6);
    }

    /** Such as {@code 257.4 MiB}. */
    static String size(JsonNode model) {
        double mebibytes = model.path("bytes").asDouble() / (1 << 20);
        return mebibytes >= 1024
                ? String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024)
                : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
    }
}
