package dev.burnish.training.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.ResumePointUnusableException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.engine.SmallModels;
import dev.burnish.training.engine.TrainingJobs;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Real training of a small model, interrupted at every step: in the end there are the same bytes. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class InterruptedTrainingTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private static final int STEPS = 9;

    /** Of 10 examples: {@link #STEPS} steps. */
    private static final TrainingPlan SHORT = new TrainingPlan(3, 4, 1);

    @Inject
    TrainingSessions sessions;

    /** Makes a job with its data sets in storage. */
    private interface Jobs {
        DatasetFormatted in(InMemoryObjectStore storage) throws IOException;
    }

    private static final Jobs CONVERSATIONS =
            storage -> new TrainingJobs(storage).dataset(SmallModels.SMALL, 42, SHORT, new Lora(4, 8, 0.1));

    private static final Jobs PAIRS =
            storage -> new TrainingJobs(storage).preferences(SmallModels.SMALL, new TrainingPlan(3, 4, 1, 0.1));

    @Test
    void endsInTheSameBytesWhereverItWasStopped() throws Exception {
        Digests whole = uninterrupted(CONVERSATIONS);
        for (int checks = 1; checks <= 12; checks++) {
            Run run = run(CONVERSATIONS, NEVER);
            ScriptedLease lease = new ScriptedLease();
            lease.stopAfterChecks(checks);
            assertThatThrownBy(() -> run.attempt(sessions, lease)).isInstanceOf(LeaseLostException.class);

            assertThat(finish(run)).as("stopped after " + checks + " checks").isEqualTo(whole);
        }
    }

    @Test
    void endsInTheSameBytesAfterAKillInEveryStep() throws Exception {
        Digests whole = uninterrupted(CONVERSATIONS);
        Run run = run(CONVERSATIONS, Duration.ZERO);
        for (int step = 1; step < STEPS; step++) {
            ScriptedLease lease = new ScriptedLease();
            int next = step;
            TrainingSessions dying = (task, isWanted) -> new DyingSession(sessions.open(task, isWanted), lease, next);
            assertThatThrownBy(() -> run.attempt(dying, lease)).isInstanceOf(LeaseLostException.class);
            assertThat(run.checkpoints.reached(run.job())).isEqualTo(step);
        }

        assertThat(finish(run)).isEqualTo(whole);
    }

    /** Loses its lease in the step behind the last that it may keep, as a worker that is killed there. */
    private record DyingSession(TrainingSession session, ScriptedLease lease, int lastStep) implements TrainingSession {
        @Override
        public int totalSteps() {
            return session.totalSteps();
        }

        @Override
        public StepMeasurement step() throws RunFailedException {
            StepMeasurement measurement = session.step();
            if (measurement.step() > lastStep) {
                lease.lose();
            }
            return measurement;
        }

        @Override
        public int validationExamples() {
            return session.validationExamples();
        }

        @Override
        public LossSums validate(int from, int to) throws RunFailedException {
            return session.validate(from, to);
        }

        @Override
        public void save(Path directory) throws RunFailedException, IOException {
            session.save(directory);
        }

        @Override
        public String fingerprint() {
            return session.fingerprint();
        }

        @Override
        public void saveState(Path file) throws RunFailedException, IOException {
            session.saveState(file);
        }

        @Override
        public void restoreState(Path file) throws ResumePointUnusableException, RunFailedException, IOException {
            session.restoreState(file);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    @Test
    void endsInTheSameBytesWithPreferences() throws Exception {
        Digests whole = uninterrupted(PAIRS);
        for (int checks : new int[] {2, 5, 9}) {
            Run run = run(PAIRS, Duration.ZERO);
            ScriptedLease lease = new ScriptedLease();
            lease.stopAfterChecks(checks);
            assertThatThrownBy(() -> run.attempt(sessions, lease)).isInstanceOf(LeaseLostException.class);

            assertThat(finish(run)).isEqualTo(whole);
        }
    }

    private Digests uninterrupted(Jobs jobs) throws Exception {
        return finish(run(jobs, NEVER));
    }

    private static Run run(Jobs jobs, Duration interval) throws IOException {
        InMemoryObjectStore storage = new InMemoryObjectStore();
        return new Run(storage, Datasets.formatted(jobs.in(storage))).keptAfter(interval);
    }

    private Digests finish(Run run) throws Exception {
        run.attempt(sessions, new ScriptedLease()).commit();
        JobTrained trained = run.events.of(JobTrained.class).getLast();
        return new Digests(
                requireNonNull(trained.adapter()).weights().sha256(),
                trained.metrics().sha256());
    }

    private record Digests(String adapter, String metrics) {}
}
