package dev.burnish.evaluation.app;

import dev.burnish.evaluation.domain.Evaluation;
import dev.burnish.evaluation.domain.EvaluationState.Evaluated;
import dev.burnish.evaluation.domain.Evaluations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryEvaluations implements Evaluations {
    private final List<Evaluation> evaluations = new ArrayList<>();

    @Override
    public boolean add(Evaluation evaluation) {
        return find(evaluation.jobId()).isEmpty() && evaluations.add(evaluation);
    }

    @Override
    public Optional<Evaluation> find(String jobId) {
        return evaluations.stream()
                .filter(evaluation -> evaluation.jobId().equals(jobId))
                .findFirst();
    }

    @Override
    public void update(Evaluation evaluation) {
        evaluations.remove(find(evaluation.jobId()).orElseThrow(IllegalStateException::new));
        evaluations.add(evaluation);
    }

    @Override
    public Optional<Evaluation> findEvaluated(String tenant, String jobId) {
        return find(jobId)
                .filter(evaluation -> evaluation.tenant().equals(tenant) && evaluation.state() instanceof Evaluated);
    }

    @Override
    public List<Evaluation> listEvaluated(String tenant, int limit, @Nullable String after) {
        throw new UnsupportedOperationException("no use case lists");
    }
}
