package dev.burnish.formatting.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Event;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** The report as a page for people. */
class ReportPageTest {
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "</code><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "<svg/onload=alert(1)>",
            "</style><script>alert(1)</script>",
            "</title><script>alert(1)</script>",
            "<iframe src=\"javascript:alert(1)\"></iframe>",
            "<a href=javascript:alert(1)>x</a>",
            "<!-- --><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "{report.verdict} {#for x in report.findings}{x}{/for} {view.report}",
            "{{7*7}} ${7*7} <%= 7*7 %>",
            "<meta http-equiv=refresh content='0;url=https://evil.invalid'>",
            "\u202Egnp.exe\u0000<b>x</b>");

    private final ReportedFiles files = new ReportedFiles();

    @Test
    void showsNothingOfWhatUsersWroteAsMarkup() throws Exception {
        files.filename = "<script>alert(1)</script>.jsonl";
        List<String> rows = new ArrayList<>();
        for (String hostile : HOSTILE) {
            rows.add(MixedRows.row(
                    hostile, "{\"" + hostile.replace("\"", "'").replace("\u0000", "") + "\":\"" + "x\"}"));
            rows.add(MixedRows.row(hostile, hostile));
            rows.add(MixedRows.row(hostile + " again", "TODO"));
        }
        for (int i = 0; i < 30; i++) {
            rows.add(MixedRows.row("Question " + i, HOSTILE.get(i % 3)));
        }

        Event event = files.format(rows, null);
        Document page = files.page(event);

        assertSelfContained(page);
        String text = page.wholeText();
        assertThat(text).contains(HOSTILE.get(0), HOSTILE.get(10), files.filename, "{{7*7}} ${7*7} <%= 7*7 %>");
    }

    @Test
    void isOnePageThatNeedsNothingElse() throws Exception {
        Document page = files.page(files.format(MixedRows.rows(), null));

        assertSelfContained(page);
        assertThat(page.title()).isEqualTo("Dataset report of ftjob-1");
        assertThat(page.select("svg.chart")).hasSize(5);
        assertThat(page.select(".tokens .learned")).isNotEmpty();
        assertThat(page.select("details")).hasSize(15);
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
        assertThat(page.wholeText()).doesNotContain("NOT_FOUND", "{view", "{report");
    }

    private static void assertSelfContained(Document page) {
        assertThat(
                        page.select(
                                "script, iframe, object, embed, link, img, image, base, form, input, a, use, foreignObject, audio, video, math, mglyph"))
                .isEmpty();
        for (Element element : page.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey())
                        .as(element.outerHtml())
                        .doesNotStartWith("on")
                        .isNotIn("src", "href", "xlink:href", "srcset", "action");
            }
        }
        for (Element style : page.select("style")) {
            assertThat(style.data()).doesNotContain("url(", "@import");
        }
        assertThat(page.select("[style]").stream().map(element -> element.attr("style")))
                .allMatch(style -> style.matches("width: [0-9.]+%|background: var\\(--[a-z]+\\)|margin-bottom: 12px"));
        assertThat(page.select("meta[http-equiv]")).hasSize(1);
    }
}
