package dev.burnish.llm.text.template;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The files that {@code src/test/reference/chat_templates.py} wrote, and the comparison with them. */
final class Golden {

    /** How the outcome begins if the template was refused for what it uses or needs. */
    static final String REFUSED = "refused: ";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The time at which the golden files were rendered. */
    static final Clock CLOCK =
            Clock.fixed(LocalDateTime.parse(cases().path("now").textValue()).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

    private Golden() {}

    static JsonNode cases() {
        try (InputStream in = open("cases.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> rows(String name) {
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(open(name)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    static String text(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> variables(JsonNode variables) {
        return JSON.convertValue(variables, new TypeReference<Map<String, Object>>() {});
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Golden.class.getResourceAsStream(name), name);
    }

    /** What was rendered, in the form of a row of the golden files. */
    static String outcome(String source, Map<String, Object> variables) {
        try {
            Rendering rendering = Template.parse(source).render(variables, Limits.STANDARD, CLOCK);
            List<List<Integer>> spans = new ArrayList<>();
            for (Rendering.Span span : rendering.generations()) {
                String text = rendering.text();
                spans.add(List.of(text.codePointCount(0, span.start()), text.codePointCount(0, span.end())));
            }
            return spans.toString().replace(" ", "") + rendering.text();
        } catch (TemplateException e) {
            return switch (e.reason()) {
                case RAISED -> "raised: " + e.problem();
                case EVALUATION -> "evaluation";
                case SYNTAX -> "syntax";
                case UNSUPPORTED, LIMIT -> REFUSED + e.getMessage();
            };
        }
    }

    static String expected(JsonNode row) {
        if (row.has("text")) {
            return row.path("spans") + row.path("text").textValue();
        }
        String error = row.path("error").textValue();
        return error.equals("raised") ? "raised: " + row.path("message").textValue() : error;
    }
}
