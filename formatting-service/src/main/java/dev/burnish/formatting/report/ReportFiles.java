package dev.burnish.formatting.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.burnish.contracts.DatasetReport;
import dev.burnish.kit.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Stores reports, each as JSON and as a page. */
@ApplicationScoped
public class ReportFiles {
    public static final String JSON_TYPE = "application/json";
    public static final String PAGE_TYPE = "text/html;charset=UTF-8";

    static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final ObjectStore store;
    private final ReportPage page = new ReportPage();

    public ReportFiles(ObjectStore store) {
        this.store = store;
    }

    /** @param prefix of the keys in storage */
    public DatasetReport store(QualityReport report, String prefix) throws IOException {
        byte[] html = page.render(report).getBytes(StandardCharsets.UTF_8);
        return new DatasetReport(
                store.put(prefix + "/report.json", new ByteArrayInputStream(JSON.writeValueAsBytes(report)), JSON_TYPE),
                store.put(prefix + "/report.html", new ByteArrayInputStream(html), PAGE_TYPE),
                report.verdict().errors(),
                report.verdict().warnings(),
                report.verdict().score());
    }
}
