package dev.burnish.training.persistence;

import dev.burnish.kit.persistence.Statements;
import dev.burnish.training.domain.RunRequests;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** The table {@code run_request}, whose row locks are the locks. */
@ApplicationScoped
public class JdbcRunRequests implements RunRequests {
    private static final String LOCK = """
            insert into run_request (job_id, sequence) values (?, 0)
            on conflict (job_id) do update set sequence = run_request.sequence""";
    private static final String HEAR = """
            insert into run_request (job_id, sequence) values (?, ?)
            on conflict (job_id) do update set sequence = excluded.sequence
            where run_request.sequence < excluded.sequence""";

    private final Statements statements;

    public JdbcRunRequests(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public void lock(String jobId) {
        statements.update(LOCK, jobId);
    }

    @Override
    public boolean isNewest(String jobId, long sequence) {
        return statements.update(HEAR, jobId, sequence) == 1;
    }
}
