package dev.burnish.evaluation.persistence;

import dev.burnish.contracts.Failure;
import dev.burnish.contracts.PreferenceScores;
import dev.burnish.contracts.Scores;
import dev.burnish.evaluation.domain.Comparison;
import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.EvaluationState;
import dev.burnish.evaluation.domain.EvaluationState.Evaluated;
import dev.burnish.evaluation.domain.EvaluationState.Failed;
import dev.burnish.evaluation.domain.EvaluationState.Queued;
import dev.burnish.evaluation.domain.Evaluations;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table {@code evaluation}. */
@ApplicationScoped
public class JdbcEvaluations implements Evaluations {
    private static final String INSERT = """
            insert into evaluation (job_id, tenant, model, base_model, created_at, state)
            values (?, ?, ?, ?, ?, 'QUEUED')
            on conflict (job_id) do nothing""";
    private static final String FAIL = """
            update evaluation set state = 'FAILED', failure_code = ?, failure_message = ?, updated_at = now()
            where job_id = ?""";
    private static final String EVALUATE = """
            update evaluation
            set state = 'EVALUATED', examples = ?, answered = ?, base_loss = ?, base_perplexity = ?, base_exact_match = ?,
                tuned_loss = ?, tuned_perplexity = ?, tuned_exact_match = ?, samples = ?, updated_at = now()
            where job_id = ?""";
    private static final String SET_PREFERENCES = """
            update evaluation
            set base_pair_accuracy = ?, base_preference_loss = ?, tuned_pair_accuracy = ?, tuned_preference_loss = ?
            where job_id = ?""";
    private static final String COLUMNS = """
            job_id, tenant, model, base_model, created_at, state, failure_code, failure_message, examples, answered,
            base_loss, base_perplexity, base_exact_match, tuned_loss, tuned_perplexity, tuned_exact_match,
            base_pair_accuracy, base_preference_loss, tuned_pair_accuracy, tuned_preference_loss,""";
    private static final String FIND = "select " + COLUMNS + " '[]' as samples from evaluation where job_id = ?";
    private static final String FIND_EVALUATED =
            "select " + COLUMNS + " samples from evaluation where state = 'EVALUATED' and tenant = ? and job_id = ?";
    private static final String LIST_EVALUATED = "select " + COLUMNS + """
             '[]' as samples from evaluation
            where state = 'EVALUATED' and tenant = ?
              and (? = '' or (created_at, job_id) < (
                select created_at, job_id from evaluation where tenant = ? and job_id = ?))
            order by created_at desc, job_id desc
            limit ?""";

    private final Statements statements;

    public JdbcEvaluations(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public boolean add(Evaluation evaluation) {
        return statements.update(
                        INSERT,
                        evaluation.jobId(),
                        evaluation.tenant(),
                        evaluation.model(),
                        evaluation.baseModel(),
                        OffsetDateTime.ofInstant(evaluation.createdAt(), ZoneOffset.UTC))
                == 1;
    }

    @Override
    public void update(Evaluation evaluation) {
        int changed = switch (evaluation.state()) {
            case Queued _ -> throw new IllegalArgumentException("an evaluation does not become queued again");
            case Failed(Failure failure) ->
                statements.update(FAIL, failure.code(), failure.message(), evaluation.jobId());
            case Evaluated(Comparison comparison) -> update(comparison, evaluation.jobId());
        };
        if (changed != 1) {
            throw new IllegalStateException("there is no evaluation of " + evaluation.jobId());
        }
        CrashPoint.reached("evaluation.recorded");
    }

    private int update(Comparison comparison, String jobId) {
        Scores base = comparison.base();
        Scores tuned = comparison.tuned();
        if (base.preferences() != null && tuned.preferences() != null) {
            statements.update(
                    SET_PREFERENCES,
                    base.preferences().accuracy(),
                    base.preferences().loss(),
                    tuned.preferences().accuracy(),
                    tuned.preferences().loss(),
                    jobId);
        }
        return statements.update(
                EVALUATE,
                comparison.examples(),
                comparison.answered(),
                base.loss(),
                base.perplexity(),
                base.exactMatch(),
                tuned.loss(),
                tuned.perplexity(),
                tuned.exactMatch(),
                SampleJson.write(comparison.samples()),
                jobId);
    }

    @Override
    public Optional<Evaluation> find(String jobId) {
        return statements.query(FIND, JdbcEvaluations::evaluation, jobId).stream()
                .findFirst();
    }

    @Override
    public Optional<Evaluation> findEvaluated(String tenant, String jobId) {
        return statements.query(FIND_EVALUATED, JdbcEvaluations::evaluation, tenant, jobId).stream()
                .findFirst();
    }

    @Override
    public List<Evaluation> listEvaluated(String tenant, int limit, @Nullable String after) {
        String last = after == null ? "" : after;
        return statements.query(LIST_EVALUATED, JdbcEvaluations::evaluation, tenant, last, tenant, last, limit);
    }

    private static Evaluation evaluation(ResultSet row) throws SQLException {
        return new Evaluation(
                row.getString("job_id"),
                row.getString("tenant"),
                row.getString("model"),
                row.getString("base_model"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                state(row));
    }

    private static EvaluationState state(ResultSet row) throws SQLException {
        return switch (row.getString("state")) {
            case "QUEUED" -> new Queued();
            case "FAILED" ->
                new Failed(new Failure(row.getString("failure_code"), row.getString("failure_message"), null));
            case "EVALUATED" ->
                new Evaluated(new Comparison(
                        row.getInt("examples"),
                        row.getInt("answered"),
                        scores(row, "base_"),
                        scores(row, "tuned_"),
                        SampleJson.read(row.getString("samples"))));
            case String unknown -> throw new IllegalStateException("evaluation.state is " + unknown);
        };
    }

    private static Scores scores(ResultSet row, String prefix) throws SQLException {
        return new Scores(
                row.getObject(prefix + "loss", Double.class),
                row.getObject(prefix + "perplexity", Double.class),
                row.getDouble(prefix + "exact_match"),
                preferences(row, prefix));
    }

    private static @Nullable PreferenceScores preferences(ResultSet row, String prefix) throws SQLException {
        double accuracy = row.getDouble(prefix + "pair_accuracy");
        return row.wasNull() ? null : new PreferenceScores(accuracy, row.getDouble(prefix + "preference_loss"));
    }
}
