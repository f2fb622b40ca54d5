package dev.burnish.formatting.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as one HTML file that needs no other, runs no script and asks no network. Everything that comes from users is escaped by the template engine. */
final class ReportPage {
    private static final String TEMPLATE = "report.html";
    private static final String HTML = "text/html";

    private final Template template = Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new HtmlEscaper(List.of(HTML)))
            .build()
            .parse(source(), Variant.forContentType(HTML));

    String render(QualityReport report) {
        return template.data("view", PageView.of(report)).data("report", report).render();
    }

    private static String source() {
        try (InputStream in = ReportPage.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + TEMPLATE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + TEMPLATE + " cannot be read", e);
        }
    }
}
