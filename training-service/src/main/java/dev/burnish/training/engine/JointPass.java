package dev.burnish.training.engine;

import dev.burnish.llm.training.JointSteps;
import dev.burnish.llm.training.JointSteps.Outcome;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.engine.StepGroup.Result;
import jakarta.inject.Singleton;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * Steps of several trainings over one base model, on the engine's thread: those that learn from conversations together, those that learn from preferences one by one.
 */
@Singleton
public class JointPass implements StepGroup.Pass<Learning> {
    private final DeviceEngine engine;
    private final StepMeters meters;

    public JointPass(DeviceEngine engine, StepMeters meters) {
        this.engine = engine;
        this.meters = meters;
    }

    @Override
    public List<Result> run(List<Learning> members) {
        IdentityHashMap<Learning, Result> results = new IdentityHashMap<>();
        List<SupervisedLearning> joined = members.stream()
                .flatMap(member ->
                        member instanceof SupervisedLearning supervised ? Stream.of(supervised) : Stream.empty())
                .toList();
        if (joined.size() > 1) {
            together(joined, results);
        }
        return members.stream()
                .map(member -> results.computeIfAbsent(member, this::alone))
                .toList();
    }

    private void together(List<SupervisedLearning> joined, IdentityHashMap<Learning, Result> results) {
        try {
            long begin = System.nanoTime();
            List<Outcome> outcomes = engine.compute(() -> JointSteps.step(
                    joined.stream().map(SupervisedLearning::training).toList()));
            int tokens = 0;
            for (int i = 0; i < outcomes.size(); i++) {
                results.put(joined.get(i), result(outcomes.get(i)));
                tokens += outcomes.get(i) instanceof Outcome.Done done
                        ? done.report().tokens()
                        : 0;
            }
            meters.passDone(joined.size(), tokens, System.nanoTime() - begin);
        } catch (RunFailedException e) {
            joined.forEach(member -> results.put(member, () -> {
                throw e;
            }));
        }
    }

    private static Result result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> () -> SupervisedLearning.measurement(done.report());
            case Outcome.Failed failed ->
                () -> {
                    throw DeviceEngine.failure(failed.cause());
                };
        };
    }

    private Result alone(Learning member) {
        try {
            long begin = System.nanoTime();
            StepMeasurement measurement = engine.compute(member::step);
            meters.passDone(1, measurement.tokens(), System.nanoTime() - begin);
            return () -> measurement;
        } catch (RunFailedException | RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }
}
