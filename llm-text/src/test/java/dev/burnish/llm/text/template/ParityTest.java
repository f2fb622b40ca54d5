package dev.burnish.llm.text.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Golden values: {@code src/test/reference/chat_templates.py}. */
class ParityTest {

    @TestFactory
    Stream<DynamicTest> rendersEveryChatTemplateLikePython() {
        JsonNode cases = Golden.cases().path("cases");
        Map<String, List<JsonNode>> byTemplate = new LinkedHashMap<>();
        for (JsonNode row : Golden.rows("renders.jsonl.gz")) {
            byTemplate
                    .computeIfAbsent(row.path("template").textValue(), name -> new ArrayList<>())
                    .add(row);
        }
        assertThat(byTemplate).hasSizeGreaterThan(70);
        return byTemplate.entrySet().stream()
                .map(template -> DynamicTest.dynamicTest(template.getKey(), () -> {
                    String source = Golden.text(template.getKey());
                    assertThat(template.getValue()).hasSize(cases.size()).allSatisfy(row -> {
                        JsonNode variables = cases.path(row.path("case").textValue());
                        assertThat(Golden.outcome(source, Golden.variables(variables)))
                                .as(row.path("case").textValue())
                                .isEqualTo(Golden.expected(row));
                    });
                }));
    }

    @Test
    void evaluatesRandomExpressionsLikePython() {
        compare("expressions.jsonl.gz");
    }

    @Test
    void rendersRandomStatementsAndWhitespaceLikePython() {
        compare("snippets.jsonl.gz");
    }

    /** What is not supported, such as whole numbers of more than 64 bits, must be refused and be rare; all else must be the same. */
    private static void compare(String file) {
        Map<String, Object> variables = Golden.variables(Golden.cases().path("variables"));
        List<String> differences = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<JsonNode> rows = Golden.rows(file);
        for (JsonNode row : rows) {
            String source = row.path("source").textValue();
            String outcome = Golden.outcome(source, variables);
            if (outcome.startsWith(Golden.REFUSED)) {
                refused.add(outcome + " " + source);
            } else if (!outcome.equals(Golden.expected(row))) {
                differences.add(source + "\n  Python: " + Golden.expected(row) + " "
                        + row.path("message").asText("") + "\n  here:   " + outcome);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(rows).hasSizeGreaterThan(1900);
        assertThat(refused).hasSizeLessThan(rows.size() / 200);
    }
}
