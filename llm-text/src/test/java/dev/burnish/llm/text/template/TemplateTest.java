package dev.burnish.llm.text.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.llm.text.template.Rendering.Span;
import dev.burnish.llm.text.template.TemplateException.Reason;
import java.io.File;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T23:30:00Z"), ZoneOffset.ofHours(2));

    @Test
    void givesTheSpansOfGenerationsInCharactersOfTheText() throws TemplateException {
        Rendering rendering = render(
                "🐢{% for m in x %}[{% generation %}{{ m }}{% endgeneration %}]{% endfor %}",
                Map.of("x", List.of("a🐢", "")));
        assertThat(rendering.text()).isEqualTo("🐢[a🐢][]");
        assertThat(rendering.generations()).containsExactly(new Span(3, 6), new Span(8, 8));
    }

    @Test
    void neverEvaluatesWhatVariablesHold() throws TemplateException {
        String harmful = "{{ 7*7 }}{% raw %}{# x #}{% endraw %}{% for";
        assertThat(render("{{ x }}{{ x|trim ~ [x][0] }}", Map.of("x", harmful)).text())
                .isEqualTo(harmful.repeat(3));
    }

    @Test
    void takesTheTimeFromTheClock() throws TemplateException {
        assertThat(render("{{ strftime_now('%d %b %Y %H:%M') }}", Map.of()).text())
                .isEqualTo("25 Nov 2026 01:30");
    }

    @Test
    void takesEveryKindOfPlainData() throws TemplateException {
        Map<String, Object> variables = new HashMap<>();
        variables.put("nothing", null);
        variables.put("list", Arrays.asList(true, 1, 2L, 0.5, 1e100, "x", null));
        variables.put("map", Map.of("k", List.of(Map.of())));
        assertThat(render("{{ nothing }} {{ list }} {{ map }}", variables).text())
                .isEqualTo("None [True, 1, 2, 0.5, 1e+100, 'x', None] {'k': [{}]}");
    }

    @Test
    void refusesVariablesThatAreNoPlainDataAndNamesTheirPlace() {
        Map<String, Object> file = Map.of("messages", List.of(Map.of("content", new File("x"))));
        assertThat(refusal("x", file)).hasMessageStartingWith("messages[0].content is a java.io.File");
        Map<String, Object> key = Map.of("map", Map.of(1, 2));
        assertThat(refusal("x", key)).hasMessageStartingWith("map has the key 1");
        assertThat(refusal("x", Map.of("big", BigInteger.TEN)).reason()).isEqualTo(Reason.EVALUATION);
    }

    @Test
    void givesTheWordsOfRaiseException() {
        TemplateException refusal =
                refusal("a\n{% if true %}\n{{ raise_exception('No ' ~ 'system!') }}{% endif %}", Map.of());
        assertThat(refusal.reason()).isEqualTo(Reason.RAISED);
        assertThat(refusal.problem()).isEqualTo("No system!");
        assertThat(refusal.line()).isEqualTo(3);
        assertThat(refusal).hasMessage("template line 3: No system!");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    {{ x.y }}                              ; EVALUATION  ; 'x' is undefined
                    {{ 'a' + 1 }}                          ; EVALUATION  ; unsupported operand types for +: 'str' and 'int'
                    {{ 1 < 'a' }}                          ; EVALUATION  ; '<' not supported between instances of 'int' and 'str'
                    {{ none() }}                           ; EVALUATION  ; 'NoneType' object is not callable
                    {{ 1 % 0 }}                            ; EVALUATION  ; division by zero
                    {% for x in 5 %}{% endfor %}           ; EVALUATION  ; 'int' object is not iterable
                    {% for a, b in [[1]] %}{% endfor %}    ; EVALUATION  ; 1 values cannot be unpacked into 2 names
                    {% set x.y = 1 %}                      ; EVALUATION  ; cannot assign attribute on non-namespace object
                    {{ [1, 2].append(3) }}                 ; UNSUPPORTED ; the method append of list is not supported
                    {{ [][0].x }}                          ; EVALUATION  ; list object has no element 0
                    {{ 'x'|trim(1, 2) }}                   ; EVALUATION  ; takes at most 1 arguments, not 2
                    {{ 'x'|trim(charz='x') }}              ; EVALUATION  ; takes no argument named 'charz'
                    {% macro m(a) %}{% endmacro %}{{ m(1, 2) }} ; EVALUATION ; macro 'm' takes not more than 1 argument(s)
                    {{ x|urlize }}                         ; UNSUPPORTED ; there is no filter 'urlize'
                    {{ x is prime }}                       ; UNSUPPORTED ; there is no test 'prime'
                    {% include 'x' %}                      ; UNSUPPORTED ; the tag 'include' is not supported
                    {% raw %}{% endraw %}                  ; UNSUPPORTED ; the tag 'raw' is not supported
                    {% for x in [] recursive %}{% endfor %} ; SYNTAX     ; expected the end of the tag, got 'recursive'
                    {{ 1 < 2 < 3 }}                        ; UNSUPPORTED ; `chained comparisons are not supported; join two with and`
                    {{ range(3)[0] }}                      ; UNSUPPORTED ; `a range or view of a map has no elements by position; use the filter list`
                    {{ '\\a' }}                            ; UNSUPPORTED ; the escape \\a in a string is not supported
                    {{ 0.5 }}                              ; SYNTAX      ; expected a name, got '5'
                    {{ f(*x) }}                            ; UNSUPPORTED ; unpacking arguments with * is not supported
                    {{ 'x'.zfill(3) }}                     ; UNSUPPORTED ; the method zfill of str is not supported
                    {{ 9223372036854775807 + 1 }}          ; UNSUPPORTED ; a whole number needs more than 64 bits
                    {{ strftime_now('%Q') }}               ; UNSUPPORTED ; strftime_now does not support the directive %Q
                    {{ [1]|map('string') }}                ; UNSUPPORTED ; `a Generator cannot be printed; what can be looped over needs the filter list or join`
                    {% if x %}                             ; SYNTAX      ; expected the tag 'endif', got the end of the template
                    {% endif %}                            ; SYNTAX      ; unexpected tag 'endif'
                    {% if x %}{% endfor %}                 ; SYNTAX      ; unexpected tag 'endfor'
                    {% break %}                            ; SYNTAX      ; break and continue need a loop around them
                    {{ x                                   ; SYNTAX      ; expected the end of the tag, got the end of the template
                    {{ 'x }}                               ; SYNTAX      ; the string is not closed
                    {# x                                   ; SYNTAX      ; the comment is not closed
                    {{ x) }}                               ; SYNTAX      ; unexpected ')'
                    {{ $ }}                                ; SYNTAX      ; unexpected character '$'
                    {{ 1 2 }}                              ; SYNTAX      ; expected the end of the tag, got '2'
                    {% set true = 1 %}                     ; SYNTAX      ; cannot assign to 'true'
                    {{ '\\ud8' }}                          ; SYNTAX      ; a \\x or \\u escape needs 4 hexadecimal digits
                    """)
    void refusesWithReasonLineAndProblem(String source, Reason reason, String problem) {
        TemplateException refusal = refusal("1\n2\n" + source, Map.of());
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.line()).isEqualTo(3);
    }

    @Test
    void answersBrokenTemplatesWithItsOwnExceptionOnly() {
        List<String> sources = List.of(
                Golden.text("own/constructs.jinja"),
                Golden.text("own/mistral_tools.jinja"),
                Golden.text("trl/qwen3.jinja"));
        Map<String, Object> variables =
                Golden.variables(Golden.cases().path("cases").path("tool used"));
        Limits limits = new Limits(100_000, 100_000, 200, Duration.ofSeconds(5));
        Random random = new Random(20261124);
        int rendered = 0;
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            String broken =
                    broken(sources.get(i % sources.size()), sources.get(random.nextInt(sources.size())), random);
            try {
                rendered += Template.parse(broken)
                                .render(variables, limits, CLOCK)
                                .text()
                                .isEmpty()
                        ? 0
                        : 1;
            } catch (TemplateException e) {
                assertThat(e.problem()).isNotBlank();
                refused++;
            }
        }
        assertThat(rendered).isGreaterThan(100);
        assertThat(refused).isGreaterThan(300);
    }

    /** The template with a piece taken out, or replaced by a piece of another one. */
    private static String broken(String source, String other, Random random) {
        int start = random.nextInt(source.length());
        int end = Math.min(source.length(), start + random.nextInt(12));
        int from = random.nextInt(other.length());
        int to = Math.min(other.length(), from + random.nextInt(12));
        return source.substring(0, start)
                + (random.nextBoolean() ? other.substring(from, to) : "")
                + source.substring(end);
    }

    private static Rendering render(String source, Map<String, ?> variables) throws TemplateException {
        return Template.parse(source).render(variables, Limits.STANDARD, CLOCK);
    }

    private static TemplateException refusal(String source, Map<String, ?> variables) {
        return catchThrowableOfType(TemplateException.class, () -> render(source, variables));
    }
}
