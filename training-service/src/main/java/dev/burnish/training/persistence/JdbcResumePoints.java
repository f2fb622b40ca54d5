package dev.burnish.training.persistence;

import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.ResumePoints;
import dev.burnish.training.domain.ValidationGains;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** The table {@code resume_point}. */
@ApplicationScoped
public class JdbcResumePoints implements ResumePoints {
    private static final String SELECT = "select * from resume_point where job_id = ? order by fence desc, step desc";
    private static final String INSERT = """
            insert into resume_point (job_id, fence, step, fingerprint, tokens, seconds, lowest_valid_loss,
                                      validations_without_gain, state_key, state_bytes, state_sha256,
                                      metrics_key, metrics_bytes, metrics_sha256)
            values (?, ?, ?, ?, ?, ?, nullif(?, 'NaN'::double precision), ?, ?, ?, ?, ?, ?, ?)""";
    private static final String DELETE = "delete from resume_point where job_id = ? and fence = ? and step = ?";

    private final Statements statements;

    public JdbcResumePoints(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public List<ResumePoint> of(String jobId) {
        return statements.query(SELECT, JdbcResumePoints::point, jobId);
    }

    @Override
    public void add(ResumePoint point) {
        Double lowest = point.gains().lowest();
        statements.update(
                INSERT,
                point.jobId(),
                point.fence(),
                point.step(),
                point.fingerprint(),
                point.tokens(),
                point.seconds(),
                lowest == null ? Double.NaN : lowest,
                point.gains().withoutGain(),
                point.state().key(),
                point.state().bytes(),
                point.state().sha256(),
                point.metrics().key(),
                point.metrics().bytes(),
                point.metrics().sha256());
        CrashPoint.reached("resume-point.recorded");
    }

    @Override
    public void remove(ResumePoint point) {
        statements.update(DELETE, point.jobId(), point.fence(), point.step());
    }

    private static ResumePoint point(ResultSet row) throws SQLException {
        return new ResumePoint(
                row.getString("job_id"),
                row.getLong("fence"),
                row.getInt("step"),
                row.getString("fingerprint"),
                row.getLong("tokens"),
                row.getDouble("seconds"),
                new ValidationGains(
                        row.getObject("lowest_valid_loss", Double.class), row.getInt("validations_without_gain")),
                StoredObject.read(row, "state"),
                StoredObject.read(row, "metrics"));
    }
}
