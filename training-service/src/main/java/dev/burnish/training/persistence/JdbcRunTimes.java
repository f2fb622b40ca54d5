package dev.burnish.training.persistence;

import dev.burnish.kit.persistence.Statements;
import dev.burnish.training.domain.RunTimes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The table {@code run_time}. */
@ApplicationScoped
public class JdbcRunTimes implements RunTimes {
    private static final String EXPECT =
            "insert into run_time (job_id, base_model, tokens) values (?, ?, ?) on conflict (job_id) do nothing";
    private static final String REMAIN = "update run_time set seconds_left = ? where job_id = ?";
    private static final String TOOK =
            "update run_time set tokens = ?, seconds = ?, seconds_left = 0, trained_at = now() where job_id = ?";

    private static final String LEFT = """
            select job_id, coalesce(seconds_left, tokens * pace.seconds_per_token) as seconds
            from run_time
            left join lateral (
                select sum(seconds) / nullif(sum(tokens), 0) as seconds_per_token
                from (select seconds, tokens from run_time latest
                      where latest.base_model = run_time.base_model and latest.trained_at is not null
                      order by latest.trained_at desc
                      limit 10) trained) pace on true
            where job_id = any (?) and coalesce(seconds_left, pace.seconds_per_token) is not null""";

    private final Statements statements;

    public JdbcRunTimes(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public void expect(String jobId, String baseModel, long tokens) {
        statements.update(EXPECT, jobId, baseModel, tokens);
    }

    @Override
    public void remain(String jobId, Duration left) {
        statements.update(REMAIN, seconds(left), jobId);
    }

    @Override
    public void took(String jobId, long tokens, Duration time) {
        statements.update(TOOK, tokens, seconds(time), jobId);
    }

    @Override
    public Map<String, Duration> left(Collection<String> jobIds) {
        return statements
                .query(
                        LEFT,
                        row -> Map.entry(row.getString(1), Duration.ofMillis(Math.round(row.getDouble(2) * 1000))),
                        (Object) jobIds.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
