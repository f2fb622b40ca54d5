package dev.burnish.llm.text.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Whatever a template is, reading and rendering it ends with a result within the limits or with this package's exception. By default the
 * recorded inputs run; {@code JAZZER_FUZZ=1} looks for new ones.
 */
class TemplateFuzzTest {

    private static final Limits LIMITS = new Limits(50_000, 50_000, 200, Duration.ofSeconds(5));
    private static final Map<String, Object> VARIABLES =
            Golden.variables(Golden.cases().path("cases").path("tool used"));

    @FuzzTest
    void answersAnyTemplate(byte[] source) {
        try {
            Rendering rendering =
                    Template.parse(new String(source, StandardCharsets.UTF_8)).render(VARIABLES, LIMITS, Golden.CLOCK);
            int length = rendering.text().length();
            assertThat(length).isLessThanOrEqualTo(LIMITS.characters());
            assertThat(rendering.generations())
                    .allMatch(span -> span.start() >= 0 && span.start() <= span.end() && span.end() <= length);
        } catch (TemplateException e) {
            assertThat(e.problem()).isNotBlank();
        }
    }
}
