package dev.burnish.training.app;

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
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.engine.SmallModels;
import dev.burnish.training.engine.TrainingJobs;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Real training of a small model, interrupted at every step: in the end there are the same bytes. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class InterruptedTrainingTest {
    private static final Duration NEVER = Duration.ofDays(1);

    /** Of 10 examples: 9 steps. */
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
        int reached = 0;
        while (reached < 9) {
            ScriptedLease lease = new ScriptedLease();
            lease.loseAfterChecks(6);
            assertThatThrownBy(() -> run.attempt(sessions, lease)).isInstanceOf(LeaseLostException.class);
            int now = run.checkpoints.reached(run.job());
            assertThat(now).isBetween(reached + 1, 9);
            reached = now;
        }

        assertThat(finish(run)).isEqualTo(whole);
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
                trained.adapter().weights().sha256(), trained.metrics().sha256());
    }

    private record Digests(String adapter, String metrics) {}
}
