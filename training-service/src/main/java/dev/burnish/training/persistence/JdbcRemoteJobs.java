package dev.burnish.training.persistence;

import dev.burnish.kit.persistence.Statements;
import dev.burnish.training.domain.RemoteJob;
import dev.burnish.training.domain.RemoteJobs;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code remote_job}. */
@ApplicationScoped
public class JdbcRemoteJobs implements RemoteJobs {
    private static final String COLUMNS = "select r.job_id, r.base_model, r.since, r.reference ";
    private static final String FIND = COLUMNS + "from remote_job r where r.job_id = ?";
    private static final String UNSETTLED = COLUMNS + """
            , t.state <> 'PAUSED' as is_over from remote_job r join training_run t using (job_id)
            where t.state in ('CANCELLED', 'FAILED') and r.state <> 'ENDED'
               or t.state = 'PAUSED' and r.state = 'RUNNING' and r.reference is not null
            order by r.since""";

    private final Statements statements;

    public JdbcRemoteJobs(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public Optional<RemoteJob> find(String jobId) {
        return statements.query(FIND, JdbcRemoteJobs::job, jobId).stream().findFirst();
    }

    @Override
    public void add(RemoteJob job) {
        statements.update(
                "insert into remote_job (job_id, base_model, since, state) values (?, ?, ?, 'RUNNING')",
                job.jobId(),
                job.baseModel(),
                OffsetDateTime.ofInstant(job.since(), ZoneOffset.UTC));
    }

    @Override
    public void started(String jobId, String reference) {
        statements.update("update remote_job set reference = ? where job_id = ?", reference, jobId);
    }

    @Override
    public void running(String jobId) {
        become("RUNNING", jobId);
    }

    @Override
    public void paused(String jobId) {
        become("PAUSED", jobId);
    }

    @Override
    public void ended(String jobId) {
        become("ENDED", jobId);
    }

    private void become(String state, String jobId) {
        statements.update("update remote_job set state = ? where job_id = ?", state, jobId);
    }

    @Override
    public List<Unsettled> unsettled() {
        return statements.query(UNSETTLED, row -> new Unsettled(job(row), row.getBoolean("is_over")));
    }

    private static RemoteJob job(ResultSet row) throws SQLException {
        return new RemoteJob(
                row.getString("job_id"),
                row.getString("base_model"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("reference")));
    }
}
