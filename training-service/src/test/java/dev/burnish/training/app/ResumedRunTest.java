package dev.burnish.training.app;

import static dev.burnish.training.app.Datasets.JOB;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.contracts.JobPaused;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Schedule;
import dev.burnish.kit.testing.ScriptedLease;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.RunState.Paused;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run of five epochs of two steps, interrupted in every way. */
class ResumedRunTest {
    private static final int STEPS = 10;
    private static final int EPOCHS = 5;
    private static final Duration NEVER = Duration.ofDays(1);

    private final Run run = Run.of(EPOCHS);

    private static ScriptedSessions sessions() {
        return new ScriptedSessions(STEPS, 1, step -> {});
    }

    @Test
    void goesOnFromTheStepBeforeItWasAskedToStopWithoutGapOrDouble() throws Exception {
        JobTrained whole = uninterrupted();
        for (int stop = 1; stop < STEPS; stop++) {
            Run interrupted = Run.of(EPOCHS);
            stop(interrupted, sessions(), stop);

            ScriptedSessions second = sessions();
            JobTrained trained = finish(interrupted, second);

            assertThat(second.calls).startsWith("open", "step " + (stop + 1));
            assertThat(interrupted.text(trained.metrics())).isEqualTo(run.text(whole.metrics()));
            assertThat(trained.trainedTokens()).isEqualTo(whole.trainedTokens());
            assertThat(trained.checkpoints()).extracting(JobCheckpoint::step).containsExactly(6, 8, 10);
            assertThat(toldSteps(interrupted)).containsExactly(0, 2, 4, 6, 8, 10);
        }
    }

    @Test
    void goesOnFromTheLastEpochWhenItsWorkerIsKilled() throws Exception {
        JobTrained whole = uninterrupted();
        for (int killed = 1; killed < STEPS; killed++) {
            Run interrupted = Run.of(EPOCHS);
            kill(interrupted, sessions(), killed);

            ScriptedSessions second = sessions();
            JobTrained trained = finish(interrupted, second);

            assertThat(second.calls).startsWith("open", "step " + (killed / 2 * 2 + 1));
            assertThat(interrupted.text(trained.metrics())).isEqualTo(run.text(whole.metrics()));
            assertThat(toldSteps(interrupted).stream().filter(step -> step > 0)).containsExactly(2, 4, 6, 8, 10);
        }
    }

    @Test
    void survivesAKillAfterEveryStep() throws Exception {
        JobTrained whole = uninterrupted();
        Run interrupted = Run.of(EPOCHS).keptAfter(Duration.ZERO);
        for (int step = 1; step < STEPS; step++) {
            ScriptedSessions sessions = sessions();
            kill(interrupted, sessions, 1);
            assertThat(sessions.calls).startsWith("open", "step " + step);
        }

        JobTrained trained = finish(interrupted, sessions());

        assertThat(interrupted.text(trained.metrics())).isEqualTo(run.text(whole.metrics()));
        assertThat(toldSteps(interrupted)).containsExactly(0, 2, 4, 6, 8, 10);
    }

    @Test
    void keepsTwoResumePointsAndTheCheckpointsOfThreeEpochsUntilTheRunHasEnded() throws Exception {
        run.keptAfter(Duration.ZERO);
        kill(run, sessions(), 9);

        assertThat(run.keys())
                .containsExactlyInAnyOrder(
                        "1/resume/8/state.safetensors",
                        "1/resume/8/metrics.csv",
                        "1/resume/9/state.safetensors",
                        "1/resume/9/metrics.csv",
                        "1/checkpoints/4/adapter_config.json",
                        "1/checkpoints/4/adapter_model.safetensors",
                        "1/checkpoints/6/adapter_config.json",
                        "1/checkpoints/6/adapter_model.safetensors",
                        "1/checkpoints/8/adapter_config.json",
                        "1/checkpoints/8/adapter_model.safetensors");

        JobTrained trained = finish(run, sessions());

        assertThat(run.resumePoints.of(JOB)).isEmpty();
        assertThat(run.keys()).noneMatch(key -> key.contains("resume"));
        assertThat(trained.checkpoints()).extracting(JobCheckpoint::step).containsExactly(6, 8, 10);
        assertThat(trained.checkpoints().getFirst().validLoss()).isEqualTo(2);
        assertThat(run.text(trained.checkpoints().getFirst().adapter().weights()))
                .isEqualTo("weights after step 6");
    }

    @Test
    void fallsBackToTheOlderPointAndThenToTheBeginning() throws Exception {
        run.keptAfter(Duration.ZERO);
        kill(run, sessions(), 5);
        List<ResumePoint> points = run.resumePoints.of(JOB);
        assertThat(points).extracting(ResumePoint::step).containsExactly(5, 4);

        damage(points.getFirst().state());
        ScriptedSessions fromFour = sessions();
        kill(run.keptAfter(NEVER), fromFour, 1);
        assertThat(fromFour.calls).startsWith("open", "step 5");

        run.storage.delete(points.getLast().metrics().key());
        ScriptedSessions fromNothing = sessions();
        kill(run, fromNothing, 1);
        assertThat(fromNothing.calls).startsWith("open", "step 1");
    }

    private void damage(Artifact artifact) throws Exception {
        run.storage.put(artifact.key(), new ByteArrayInputStream(new byte[] {'4'}), "text/plain");
    }

    @Test
    void beginsAgainWhenModelOrSettingsHaveChanged() throws Exception {
        stop(run, sessions(), 5);
        ScriptedSessions other = sessions();
        other.fingerprint = "another model";

        finish(run, other);

        assertThat(other.calls).startsWith("open", "step 1");
    }

    @Test
    void countsAsProgressOnlyWhatNoAttemptReachedBefore() throws Exception {
        run.keptAfter(Duration.ZERO);
        ScriptedLease first = kill(run, sessions(), 5);
        assertThat(first.progress()).isEqualTo(5);
        damage(run.resumePoints.of(JOB).getFirst().state());

        ScriptedLease second = kill(run, sessions(), 2);

        assertThat(run.resumePoints.of(JOB).getFirst().step()).isEqualTo(6);
        assertThat(second.progress()).isEqualTo(1);
    }

    @Test
    void publishesNothingOfAWorkerThatLostItsLease() throws Exception {
        ScriptedLease lease = new ScriptedLease();
        ScriptedSessions zombie = new ScriptedSessions(STEPS, 1, step -> {
            if (step == 2) {
                lease.lose();
            }
        });

        assertThatThrownBy(() -> run.attempt(zombie, lease)).isInstanceOf(LeaseLostException.class);

        assertThat(run.resumePoints.of(JOB)).isEmpty();
        assertThat(run.epochs.of(JOB)).isEmpty();
        assertThat(run.keys()).isEmpty();
    }

    @Test
    void tellsThatItIsPaused() throws Exception {
        stop(run, sessions(), 5);
        run.model(sessions()).paused(run.claim(1));

        assertThat(run.state()).isEqualTo(new Paused(4));
        assertThat(run.events.of(JobPaused.class)).containsExactly(new JobPaused(JOB, 4));
        assertThat(run.resumePoints.of(JOB).getFirst().step()).isEqualTo(5);
    }

    @Test
    void leavesNothingOfARunThatFailed() throws Exception {
        stop(run, sessions(), 5);

        run.model(sessions()).failed(run.claim(1), new Failure("diverged", "The loss is NaN.", null));

        assertThat(run.keys()).isEmpty();
        assertThat(run.resumePoints.of(JOB)).isEmpty();
        assertThat(run.epochs.of(JOB)).isEmpty();
    }

    @Test
    void endsEarlyOnceTheValidationLossNoLongerFallsHoweverItWasInterrupted() throws Exception {
        for (int stop = 1; stop < 8; stop++) {
            Run impatient = Run.of(EPOCHS, new Schedule(Schedule.Decay.LINEAR, null, 2));
            stop(impatient, worseAfterStepFour(), stop);

            JobTrained trained = finish(impatient, worseAfterStepFour());

            assertThat(trained.checkpoints()).extracting(JobCheckpoint::step).containsExactly(4, 6, 8);
            assertThat(impatient.text(trained.metrics()).lines()).hasSize(1 + 8);
            assertThat(impatient.text(requireNonNull(trained.adapter()).weights()))
                    .isEqualTo("weights after step 8");
        }
    }

    private static ScriptedSessions worseAfterStepFour() {
        ScriptedSessions sessions = sessions();
        sessions.validationLoss = step -> step <= 4 ? 2.0 - step / 10.0 : 1.6;
        return sessions;
    }

    private JobTrained uninterrupted() throws Exception {
        return finish(run, sessions());
    }

    /** An attempt that is asked to stop after a step. */
    private static void stop(Run run, ScriptedSessions sessions, int step) {
        ScriptedLease lease = new ScriptedLease();
        sessions.afterStep = done -> {
            if (done == step) {
                lease.stop();
            }
        };
        assertThatThrownBy(() -> run.attempt(sessions, lease)).isInstanceOf(LeaseLostException.class);
    }

    /** An attempt that does so many steps, and all that belongs to them, and is not heard of again. */
    private static ScriptedLease kill(Run run, ScriptedSessions sessions, int steps) {
        ScriptedLease lease = new ScriptedLease();
        int[] left = {steps};
        sessions.beforeStep = next -> {
            if (left[0]-- == 0) {
                lease.lose();
                throw new KilledException();
            }
        };
        assertThatThrownBy(() -> run.attempt(sessions, lease)).isInstanceOf(KilledException.class);
        return lease;
    }

    private static JobTrained finish(Run run, ScriptedSessions sessions) throws Exception {
        run.attempt(sessions, new ScriptedLease()).commit();
        return run.events.of(JobTrained.class).getLast();
    }

    private static List<Integer> toldSteps(Run run) {
        return run.events.of(JobProgressed.class).stream()
                .map(JobProgressed::step)
                .toList();
    }

    private static final class KilledException extends IllegalStateException {}
}
