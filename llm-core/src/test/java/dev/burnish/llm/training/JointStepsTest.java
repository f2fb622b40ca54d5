package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.Projection;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.JointSteps.Outcome;
import dev.burnish.llm.training.LearningRate.Decay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(EngineThread.class)
class JointStepsTest {

    private static final double TOLERANCE = 1e-4;
    private static final List<Decay> DECAYS = List.of(Decay.values());

    /** A job, from its own seed. */
    private record Job(LoraSettings shape, TrainingSettings settings, MemoryPlan plan, List<EncodedExample> examples) {

        static Job random(long seed) {
            Random random = new Random(seed);
            List<Projection> all = new ArrayList<>(List.of(Projection.values()));
            Collections.shuffle(all, random);
            Set<Projection> targets = EnumSet.copyOf(all.subList(0, 1 + random.nextInt(all.size())));
            LoraSettings shape = new LoraSettings(
                    1 + random.nextInt(8),
                    1 + random.nextInt(24),
                    random.nextInt(3) == 0 ? 0.2 : 0,
                    targets,
                    random.nextBoolean(),
                    random.nextInt(4) == 0);
            TrainingSettings settings = new TrainingSettings(
                    1 + random.nextInt(3),
                    1 + random.nextInt(5),
                    new LearningRate(
                            Math.pow(10, -3.5 + random.nextDouble()), 0.1, DECAYS.get(random.nextInt(DECAYS.size()))),
                    new OptimizerSettings(
                            0.999, random.nextBoolean() ? 0 : 0.01, 0.5 + random.nextDouble(), 1 + random.nextInt(4)),
                    random.nextLong(1000));
            MemoryPlan plan = new MemoryPlan(30 + random.nextInt(300), random.nextInt(3));
            return new Job(shape, settings, plan, Sequences.counting(4 + random.nextInt(8), seed));
        }
    }

    /** A job on its way. */
    private record Running(LoraAdapter adapter, LoraTraining training, List<Double> losses) implements AutoCloseable {

        static Running of(Job job, BaseModel model) {
            LoraAdapter adapter =
                    LoraAdapter.initialise(model, job.shape(), job.settings().seed());
            return new Running(
                    adapter,
                    new LoraTraining(model, adapter, job.settings(), job.plan(), job.examples()),
                    new ArrayList<>());
        }

        List<float[]> factors() {
            List<float[]> values = new ArrayList<>();
            for (NDArray factor : adapter.factors()) {
                values.add(factor.toFloatArray());
            }
            return values;
        }

        @Override
        public void close() {
            training.close();
            adapter.close();
        }
    }

    private record Result(List<Double> losses, List<float[]> factors) {}

    private static Result alone(Job job, BaseModel model) throws TrainingDivergedException {
        try (Running running = Running.of(job, model)) {
            while (!running.training().finished()) {
                running.losses().add(running.training().step().loss());
            }
            return new Result(running.losses(), running.factors());
        }
    }

    /** Those that have finished drop out, so that passes have ever fewer parts. */
    private static List<Result> together(List<Job> jobs, BaseModel model) {
        List<Running> all = jobs.stream().map(job -> Running.of(job, model)).toList();
        try {
            List<Running> unfinished = all;
            while (!unfinished.isEmpty()) {
                List<Outcome> outcomes = JointSteps.step(
                        unfinished.stream().map(Running::training).toList());
                for (int i = 0; i < outcomes.size(); i++) {
                    Outcome.Done done = (Outcome.Done) outcomes.get(i);
                    unfinished.get(i).losses().add(done.report().loss());
                }
                unfinished = unfinished.stream()
                        .filter(running -> !running.training().finished())
                        .toList();
            }
            return all.stream()
                    .map(running -> new Result(running.losses(), running.factors()))
                    .toList();
        } finally {
            all.forEach(Running::close);
        }
    }

    private static void requireEqual(Result actual, Result expected) {
        assertThat(actual.losses()).hasSameSizeAs(expected.losses());
        for (int i = 0; i < expected.losses().size(); i++) {
            assertThat(actual.losses().get(i))
                    .as("loss of step %d", i + 1)
                    .isCloseTo(expected.losses().get(i), within(TOLERANCE));
        }
        assertThat(actual.factors()).hasSameSizeAs(expected.factors());
        for (int i = 0; i < expected.factors().size(); i++) {
            assertThat(actual.factors().get(i))
                    .as("factor %d", i)
                    .containsExactly(expected.factors().get(i), within((float) TOLERANCE));
        }
    }

    static List<GoldenModel> models() {
        return GoldenModel.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyJobEndsAsItWouldAlone(GoldenModel golden) throws Exception {
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
            for (long seed = 0; seed < 2; seed++) {
                List<Job> jobs = new ArrayList<>();
                for (long job = 0; job < 4; job++) {
                    jobs.add(Job.random(100 * seed + job));
                }
                List<Result> together = together(jobs, model);
                for (int i = 0; i < jobs.size(); i++) {
                    requireEqual(together.get(i), alone(jobs.get(i), model));
                }
            }
        }
    }

    @Test
    void aJobAloneKeepsItsBits() throws Exception {
        Job job = Job.random(7);
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32)) {
            Result together = together(List.of(job), model).getFirst();
            Result alone = alone(job, model);
            assertThat(together.losses()).isEqualTo(alone.losses());
            for (int i = 0; i < alone.factors().size(); i++) {
                assertThat(together.factors().get(i))
                        .containsExactly(alone.factors().get(i));
            }
        }
    }

    /** The first job fails in some step; the others go on without it. */
    private static void requireOthersUntouched(Job failing, Class<? extends Exception> cause) throws Exception {
        List<Job> others = List.of(Job.random(1), Job.random(2), Job.random(3));
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                Running bad = Running.of(failing, model)) {
            List<Running> good =
                    others.stream().map(job -> Running.of(job, model)).toList();
            try {
                boolean failed = false;
                while (good.stream().anyMatch(running -> !running.training().finished())) {
                    List<Running> unfinished = new ArrayList<>(good.stream()
                            .filter(running -> !running.training().finished())
                            .toList());
                    if (!failed) {
                        unfinished.add(1, bad);
                    }
                    List<Outcome> outcomes = JointSteps.step(
                            unfinished.stream().map(Running::training).toList());
                    for (int i = 0; i < outcomes.size(); i++) {
                        switch (outcomes.get(i)) {
                            case Outcome.Done done ->
                                unfinished.get(i).losses().add(done.report().loss());
                            case Outcome.Failed failure -> {
                                assertThat(unfinished.get(i)).isSameAs(bad);
                                assertThat(failure.cause()).isInstanceOf(cause);
                                failed = true;
                            }
                        }
                    }
                }
                assertThat(failed).isTrue();
                for (int i = 0; i < others.size(); i++) {
                    requireEqual(new Result(good.get(i).losses(), good.get(i).factors()), alone(others.get(i), model));
                }
            } finally {
                good.forEach(Running::close);
            }
        }
    }

    @Test
    void aJobThatDivergesLeavesTheOthersAsTheyAre() throws Exception {
        Job diverging = new Job(
                new LoraSettings(1, 1e38, 0),
                new TrainingSettings(20, 1, 0.9, 0, 1, 1),
                MemoryPlan.KEEP_ALL,
                Sequences.counting(3, 1));
        requireOthersUntouched(diverging, TrainingDivergedException.class);
    }

    @Test
    void aJobThatBreaksAPassLeavesTheOthersAsTheyAre() throws Exception {
        EncodedExample unknownToken = new EncodedExample(new int[] {1, 1_000_000}, new boolean[] {false, true}, 1);
        Job breaking = new Job(
                new LoraSettings(2, 4, 0),
                new TrainingSettings(20, 1, 1e-3, 0, 1, 1),
                MemoryPlan.KEEP_ALL,
                List.of(unknownToken));
        requireOthersUntouched(breaking, RuntimeException.class);
    }
}
