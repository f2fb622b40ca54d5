package dev.burnish.llm.text.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.llm.text.template.TemplateException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates that mean harm. */
@Timeout(30)
class LimitsTest {

    /** Each is refused for its needs with the standard limits. */
    static List<String> bombs() {
        String eight = "{% for a in range(99999) %}".repeat(8) + "x" + "{% endfor %}".repeat(8);
        return List.of(
                eight,
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{{ range(1000000) }}",
                "{{ 'x' * 1000000000000 }}",
                "{{ ('x' * 2000000) ~ ('x' * 2000001) }}",
                "{% set ns = namespace(s='ab') %}{% for i in range(90) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(90) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s == [ns.s] + [] or ns.s|tojson }}",
                "{% set ns = namespace(s=[1], t=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.s == ns.t }}",
                "{% set ns = namespace(s=[]) %}{% for i in range(9999) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s }}",
                "{% set ns = namespace(s=[]) %}{% for i in range(9999) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s|tojson }}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f(x) %}{{ f(x ~ x) }}{{ f(x ~ x) }}{% endmacro %}{{ f('xy') }}",
                "{{ ('a' * 1000000 ~ 'b') in ('a' * 2000000) }}",
                "{{ ('a' * 2000000).replace('a', 'b' * 1000) }}",
                "{{ ('a' * 2000000).replace('', 'b' * 1000) }}",
                "{{ ('a' * 2000000).split('a' * 1000) }}",
                "{{ ('a' * 4000000)|list|length }}",
                "{% for i in range(99) %}{{ (' ab' * 600000).split()|length }}{% endfor %}",
                "{% for i in range(99999) %}{{ ('a' * 4000000) < ('a' * 4000000) }}{% endfor %}",
                "{% for i in range(99999) %}{{ ('a' * 4000000)|length }}{% endfor %}",
                "{% for i in range(99999) %}{{ ('a' * 4000000)[::-1] == '' }}{% endfor %}",
                "{% for i in range(99999) %}{{ ('a' * 4000000).startswith('a' * 4000000) }}{% endfor %}",
                "{{ [1]|tojson(indent=1000000000) }}",
                "{{ [1, 2, 3]|join('x' * 2500000) }}",
                "{% for i in range(99999) %}{{ range(99999)|list|reverse|list|length }}{% endfor %}",
                "{% for i in range(99999) %}{{ range(99999)|map('string')|join }}{% endfor %}",
                "{% for i in range(99999) %}{% for j in 'x' if range(99999)|list|last == 0 %}{% endfor %}{% endfor %}",
                "{{ 'x' * 3000000 }}{{ 'x' * 3000000 }}",
                "{{ " + "1 + ".repeat(5000) + "1 }}",
                "{{ x" + "|string".repeat(1000) + " }}",
                "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}",
                "{{ " + "[".repeat(5000) + "]".repeat(5000) + " }}",
                "{{ " + "not ".repeat(5000) + "1 }}",
                "{{ " + "- ".repeat(5000) + "1 }}",
                "{{ " + "1 if 1 else ".repeat(5000) + "1 }}",
                "{{ " + "x(".repeat(5000) + ")".repeat(5000) + " }}",
                "{% if 1 %}".repeat(5000) + "{% endif %}".repeat(5000));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void refusesWhatNeedsTooMuch(String source) {
        long started = System.nanoTime();
        TemplateException refusal = refusal(source, Limits.STANDARD);
        assertThat(refusal.reason()).isEqualTo(Reason.LIMIT);
        assertThat(refusal.line()).isPositive();
        // A tenth of this is usual; the rest is for machines that are busy with something else.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void needsLittleStackToRefuse(String source) throws InterruptedException {
        AtomicReference<Object> outcome = new AtomicReference<>("nothing");
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        outcome.set(refusal(source, Limits.STANDARD).reason());
                    } catch (StackOverflowError e) {
                        outcome.set(e);
                    }
                },
                "little stack",
                512 * 1024);
        thread.start();
        thread.join();
        assertThat(outcome.get()).isEqualTo(Reason.LIMIT);
    }

    @Test
    void isEnoughForAVeryLongConversation() throws TemplateException {
        List<Map<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            messages.add(Map.of("role", i % 2 == 0 ? "user" : "assistant", "content", "word ".repeat(100)));
        }
        Rendering rendering = Template.parse(Golden.text("trl/qwen3.jinja"))
                .render(Map.of("messages", messages), Limits.STANDARD, Clock.systemUTC());
        assertThat(rendering.text()).hasSizeGreaterThan(2_000_000);
    }

    @Test
    void stopsWhenTimeIsUp() {
        Limits limits = new Limits(1_000_000, Long.MAX_VALUE, 100, Duration.ofMillis(50));
        String endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        TemplateException refusal = refusal(endless, limits);
        assertThat(refusal.reason()).isEqualTo(Reason.LIMIT);
        assertThat(refusal).hasMessageContaining("50 ms");
    }

    @Test
    void refusesVariablesThatNestTooDeeply() {
        Object deep = List.of();
        for (int i = 0; i < 5000; i++) {
            deep = List.of(deep);
        }
        Map<String, Object> variables = Map.of("deep", deep);
        TemplateException refusal = catchThrowableOfType(
                TemplateException.class,
                () -> Template.parse("x").render(variables, Limits.STANDARD, Clock.systemUTC()));
        assertThat(refusal.reason()).isEqualTo(Reason.LIMIT);
        assertThat(refusal.line()).isZero();
    }

    /** Attacks on Python's and Java's template engines: each is harmless text, undefined or refused. */
    static List<String> escapes() {
        List<String> escapes = new ArrayList<>();
        for (String start : List.of("''", "[]", "{}", "1", "none", "range", "namespace(a=1)", "messages", "''.strip")) {
            for (String step : List.of(
                    ".__class__",
                    "['__class__']",
                    "|map(attribute='__class__')|list|first",
                    ".getClass()",
                    ".class",
                    ".forName('java.lang.Runtime')",
                    ".__init__.__globals__",
                    ".__class__.__mro__[1].__subclasses__()",
                    ".format.__func__",
                    "|attr('__class__')")) {
                escapes.add("{{ " + start + step + " }}");
            }
        }
        escapes.add("{{ ''.getClass().forName('java.lang.Runtime').getRuntime().exec('id') }}");
        escapes.add("{{ self.__init__.__globals__ }}");
        escapes.add("{{ cycler.__init__.__globals__.os.popen('id').read() }}");
        escapes.add("{{ '{0.__class__}'.format(1) }}");
        escapes.add("{{ messages.append(1) }}");
        escapes.add("{{ {'a': 1}.update(b=2) }}");
        escapes.add("{{ {'a': 1}.pop('a') }}");
        escapes.add("{% set ns = namespace() %}{% set ns.__class__ = 1 %}");
        escapes.add("{% include '/etc/passwd' %}");
        escapes.add("{% import 'os' as os %}");
        escapes.add("{{ ____int3rpr3t3r____ }}{{ ____int3rpr3t3r____.config }}");
        return escapes;
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void reachesNothingButData(String source) {
        String text;
        try {
            text = Template.parse(source)
                    .render(Map.of("messages", List.of("m")), Limits.STANDARD, Clock.systemUTC())
                    .text();
        } catch (TemplateException e) {
            assertThat(e.reason()).isIn(Reason.EVALUATION, Reason.UNSUPPORTED, Reason.SYNTAX);
            return;
        }
        assertThat(text).isIn("", "Undefined");
    }

    private static TemplateException refusal(String source, Limits limits) {
        return catchThrowableOfType(
                TemplateException.class, () -> Template.parse(source).render(Map.of(), limits, Clock.systemUTC()));
    }
}
