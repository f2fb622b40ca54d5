package dev.burnish.formatting.persistence;

import dev.burnish.formatting.domain.TrainingSpeeds;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code training_speed}. */
@ApplicationScoped
public class JdbcTrainingSpeeds implements TrainingSpeeds {
    private static final String ADD = """
            insert into training_speed (job_id, base_model, operations_per_second) values (?, ?, ?)
            on conflict (job_id) do nothing""";
    private static final String RECENT = """
            select operations_per_second from training_speed
            where base_model = ? order by created_at desc limit 5""";

    private final Statements statements;

    public JdbcTrainingSpeeds(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public void add(String jobId, String baseModel, double operationsPerSecond) {
        statements.update(ADD, jobId, baseModel, operationsPerSecond);
    }

    @Override
    public Optional<Speed> recent(String baseModel) {
        List<Double> speeds =
                statements.query(RECENT, row -> row.getDouble("operations_per_second"), baseModel).stream()
                        .sorted()
                        .toList();
        return speeds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Speed(speeds.get(speeds.size() / 2), speeds.size()));
    }
}
