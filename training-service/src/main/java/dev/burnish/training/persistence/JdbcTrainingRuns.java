package dev.burnish.training.persistence;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.training.domain.RunState;
import dev.burnish.training.domain.RunState.Cancelled;
import dev.burnish.training.domain.RunState.Failed;
import dev.burnish.training.domain.RunState.Paused;
import dev.burnish.training.domain.RunState.Queued;
import dev.burnish.training.domain.RunState.Trained;
import dev.burnish.training.domain.RunState.Training;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code training_run}. */
@ApplicationScoped
public class JdbcTrainingRuns implements TrainingRuns {
    private static final String INSERT = """
            insert into training_run (state, step, total_steps, failure_code, failure_message, tenant, job_id)
            values (?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?)
            on conflict (job_id) do nothing""";
    private static final String SELECT = """
            select job_id, tenant, state, step, total_steps, failure_code, failure_message
            from training_run where job_id = ?""";
    private static final String UPDATE = """
            update training_run
            set state = ?, step = ?, total_steps = ?, failure_code = nullif(?, ''), failure_message = nullif(?, ''),
                updated_at = now()
            where tenant = ? and job_id = ?""";

    private static final Failure NONE = new Failure("", "", null);

    private final Statements statements;

    public JdbcTrainingRuns(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public boolean add(TrainingRun run) {
        return write(INSERT, run) == 1;
    }

    @Override
    public Optional<TrainingRun> find(String jobId) {
        return statements.query(SELECT, JdbcTrainingRuns::run, jobId).stream().findFirst();
    }

    @Override
    public void update(TrainingRun run) {
        if (write(UPDATE, run) != 1) {
            throw new IllegalStateException("there is no run of " + run.jobId());
        }
    }

    private int write(String sql, TrainingRun run) {
        Columns columns = Columns.of(run.state());
        return statements.update(
                sql,
                columns.state,
                columns.step,
                columns.totalSteps,
                columns.failure.code(),
                columns.failure.message(),
                run.tenant(),
                run.jobId());
    }

    private static TrainingRun run(ResultSet row) throws SQLException {
        int step = row.getInt("step");
        RunState state = switch (row.getString("state")) {
            case "QUEUED" -> new Queued(step);
            case "PAUSED" -> new Paused(step);
            case "TRAINING" -> new Training(step, row.getInt("total_steps"));
            case "TRAINED" -> new Trained(step);
            case "FAILED" ->
                new Failed(new Failure(row.getString("failure_code"), row.getString("failure_message"), null));
            case "CANCELLED" -> new Cancelled(step);
            case String unknown -> throw new IllegalStateException("training_run.state is " + unknown);
        };
        return new TrainingRun(row.getString("job_id"), row.getString("tenant"), state);
    }

    private record Columns(String state, int step, int totalSteps, Failure failure) {
        static Columns of(RunState state) {
            return switch (state) {
                case Queued(int step) -> new Columns("QUEUED", step, step, NONE);
                case Training(int step, int totalSteps) -> new Columns("TRAINING", step, totalSteps, NONE);
                case Paused(int step) -> new Columns("PAUSED", step, step, NONE);
                case Trained(int steps) -> new Columns("TRAINED", steps, steps, NONE);
                case Failed(Failure failure) -> new Columns("FAILED", 0, 0, failure);
                case Cancelled(int step) -> new Columns("CANCELLED", step, step, NONE);
            };
        }
    }
}
