package dev.burnish.formatting.persistence;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetReport;
import dev.burnish.formatting.domain.Reports;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code report}. */
@ApplicationScoped
public class JdbcReports implements Reports {
    private static final String PUT = """
            insert into report (job_id, tenant, json_key, json_bytes, json_sha256, page_key, page_bytes, page_sha256,
                errors, warnings, score)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (job_id) do update set
                json_key = excluded.json_key, json_bytes = excluded.json_bytes, json_sha256 = excluded.json_sha256,
                page_key = excluded.page_key, page_bytes = excluded.page_bytes, page_sha256 = excluded.page_sha256,
                errors = excluded.errors, warnings = excluded.warnings, score = excluded.score""";
    private static final String FIND = """
            select json_key, json_bytes, json_sha256, page_key, page_bytes, page_sha256, errors, warnings, score
            from report where tenant = ? and job_id = ?""";

    private final Statements statements;

    public JdbcReports(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public void put(String tenant, String jobId, DatasetReport report) {
        Object[] row = {
            jobId,
            tenant,
            report.json().key(),
            report.json().bytes(),
            report.json().sha256(),
            report.page().key(),
            report.page().bytes(),
            report.page().sha256(),
            report.errors(),
            report.warnings(),
            report.score() == null ? -1 : report.score()
        };
        statements.update(PUT, row);
        CrashPoint.reached("report.recorded");
    }

    @Override
    public Optional<DatasetReport> find(String tenant, String jobId) {
        return statements.query(FIND, JdbcReports::report, tenant, jobId).stream()
                .findFirst();
    }

    private static DatasetReport report(ResultSet row) throws SQLException {
        int score = row.getInt("score");
        return new DatasetReport(
                artifact(row, "json"),
                artifact(row, "page"),
                row.getInt("errors"),
                row.getInt("warnings"),
                score < 0 ? null : score);
    }

    private static Artifact artifact(ResultSet row, String name) throws SQLException {
        return new Artifact(
                row.getString(name + "_key"), row.getLong(name + "_bytes"), row.getString(name + "_sha256"));
    }
}
