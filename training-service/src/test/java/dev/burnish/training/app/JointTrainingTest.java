package dev.burnish.training.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.Completion;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.engine.SmallModels;
import dev.burnish.training.engine.TrainingJobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Several real trainings of a small model at a time, each on a thread of its own. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class JointTrainingTest {
    /** Of 10 examples: 60 steps. */
    private static final TrainingPlan PLAN = new TrainingPlan(6, 1, 1);

    /** In bf16 the last bits of a product depend on how many rows it has. */
    private static final double TOLERANCE = 2e-2;

    @Inject
    TrainingSessions sessions;

    @Inject
    MeterRegistry meters;

    private static Run run(long seed, Lora lora, Duration interval) throws IOException {
        InMemoryObjectStore storage = new InMemoryObjectStore();
        DatasetFormatted dataset = new TrainingJobs(storage).dataset(SmallModels.SMALL, seed, PLAN, lora);
        return new Run(storage, Datasets.formatted(dataset)).keptAfter(interval);
    }

    /** Three jobs that differ in all that an adapter may differ in; their states are kept after each step, so that they leave and join. */
    private static List<Run> runs() throws IOException {
        return List.of(
                run(1, new Lora(4, 8, 0.1), Duration.ofDays(1)),
                run(2, new Lora(8, 16, 0, List.of("q_proj", "v_proj"), true, false, 4), Duration.ZERO),
                run(3, new Lora(2, 4, 0, Lora.ALL_LINEAR, false, true, 1), Duration.ofDays(1)));
    }

    private FutureTask<Completion> begin(Run run, ScriptedLease lease) {
        Callable<Completion> attempt = () -> run.attempt(sessions, lease);
        FutureTask<Completion> outcome = new FutureTask<>(attempt);
        Thread.ofPlatform().start(outcome);
        return outcome;
    }

    private static List<Double> losses(Run run, Completion completion) {
        completion.commit();
        JobTrained trained = run.events.of(JobTrained.class).getLast();
        return run.text(trained.metrics())
                .lines()
                .skip(1)
                .map(line -> Double.parseDouble(line.split(",", -1)[1]))
                .toList();
    }

    private List<List<Double>> oneByOne() throws Exception {
        List<List<Double>> losses = new ArrayList<>();
        for (Run run : runs()) {
            losses.add(losses(run, run.attempt(sessions, new ScriptedLease())));
        }
        return losses;
    }

    private double mostSharers() {
        return meters.get("burnish.training.pass.trainings").summary().max();
    }

    private static void requireClose(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("loss of step %d", i + 1).isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }

    @Test
    void eachJobLearnsAsItWouldAlone() throws Exception {
        List<List<Double>> alone = oneByOne();

        List<Run> runs = runs();
        List<FutureTask<Completion>> attempts =
                runs.stream().map(run -> begin(run, new ScriptedLease())).toList();
        for (int i = 0; i < runs.size(); i++) {
            requireClose(losses(runs.get(i), attempts.get(i).get()), alone.get(i));
        }
        assertThat(mostSharers()).isGreaterThan(1);
    }

    @Test
    void aJobThatDivergesAndOneThatIsStoppedLeaveTheOthersAlone() throws Exception {
        List<List<Double>> alone = oneByOne();
        ScriptedLease stopping = new ScriptedLease();
        stopping.stopAfterChecks(5);

        FutureTask<Completion> diverging = begin(run(4, new Lora(4, 1e30, 0), Duration.ofDays(1)), new ScriptedLease());
        FutureTask<Completion> stopped = begin(run(5, new Lora(4, 8, 0), Duration.ofDays(1)), stopping);
        List<Run> runs = runs();
        List<FutureTask<Completion>> attempts =
                runs.stream().map(run -> begin(run, new ScriptedLease())).toList();

        assertThatThrownBy(diverging::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WorkFailedException.class,
                        e -> assertThat(e.failure().code()).isEqualTo("diverged"));
        assertThatThrownBy(stopped::get).hasCauseInstanceOf(LeaseLostException.class);
        for (int i = 0; i < runs.size(); i++) {
            requireClose(losses(runs.get(i), attempts.get(i).get()), alone.get(i));
        }
    }
}
