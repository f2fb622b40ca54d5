package dev.burnish.training.persistence;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.training.domain.EpochCheckpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code epoch_checkpoint}. */
@ApplicationScoped
public class JdbcEpochCheckpoints implements EpochCheckpoints {
    private static final String SELECT = "select * from epoch_checkpoint where job_id = ? order by step";
    private static final String INSERT = """
            insert into epoch_checkpoint (job_id, step, config_key, config_bytes, config_sha256,
                                          weights_key, weights_bytes, weights_sha256,
                                          train_loss, train_accuracy, valid_loss, valid_accuracy)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 'NaN'::double precision), nullif(?, 'NaN'::double precision))""";
    private static final String DELETE = "delete from epoch_checkpoint where job_id = ? and step = ?";

    private final Statements statements;

    public JdbcEpochCheckpoints(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public List<JobCheckpoint> of(String jobId) {
        return statements.query(SELECT, JdbcEpochCheckpoints::checkpoint, jobId);
    }

    @Override
    public void add(String jobId, JobCheckpoint checkpoint) {
        Artifact config = checkpoint.adapter().config();
        Artifact weights = checkpoint.adapter().weights();
        statements.update(
                INSERT,
                jobId,
                checkpoint.step(),
                config.key(),
                config.bytes(),
                config.sha256(),
                weights.key(),
                weights.bytes(),
                weights.sha256(),
                checkpoint.trainLoss(),
                checkpoint.trainAccuracy(),
                orNaN(checkpoint.validLoss()),
                orNaN(checkpoint.validAccuracy()));
        CrashPoint.reached("epoch-checkpoint.recorded");
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    @Override
    public void remove(String jobId, JobCheckpoint checkpoint) {
        statements.update(DELETE, jobId, checkpoint.step());
    }

    private static JobCheckpoint checkpoint(ResultSet row) throws SQLException {
        return new JobCheckpoint(
                row.getInt("step"),
                new AdapterFiles(StoredObject.read(row, "config"), StoredObject.read(row, "weights")),
                row.getDouble("train_loss"),
                row.getDouble("train_accuracy"),
                row.getObject("valid_loss", Double.class),
                row.getObject("valid_accuracy", Double.class));
    }
}
