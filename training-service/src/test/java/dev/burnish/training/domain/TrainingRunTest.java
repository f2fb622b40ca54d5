package dev.burnish.training.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.Failure;
import dev.burnish.training.domain.RunState.Cancelled;
import dev.burnish.training.domain.RunState.Trained;
import dev.burnish.training.domain.RunState.Training;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingRunTest {
    private static final TrainingRun QUEUED = TrainingRun.queued("ftjob-1", "acme");

    @Test
    void goesFromQueuedThroughItsStepsToTrained() {
        TrainingRun begun = QUEUED.reached(0, 30);
        assertThat(begun.state()).isEqualTo(new Training(0, 30));
        assertThat(begun.reached(7, 30).trained(30).state()).isEqualTo(new Trained(30));
    }

    @Test
    void beginsAgainAtStepZeroAfterAKill() {
        assertThat(QUEUED.reached(12, 30).reached(0, 30).state()).isEqualTo(new Training(0, 30));
    }

    @Test
    void remembersTheLastStepWhenCancelled() {
        assertThat(QUEUED.cancelled().state()).isEqualTo(new Cancelled(0));
        assertThat(QUEUED.reached(12, 30).cancelled().state()).isEqualTo(new Cancelled(12));
    }

    static Stream<TrainingRun> ended() {
        return Stream.of(
                QUEUED.reached(30, 30).trained(30),
                QUEUED.failed(new Failure("diverged", "The loss is NaN.", null)),
                QUEUED.cancelled());
    }

    @ParameterizedTest
    @MethodSource("ended")
    void neverChangesOnceItHasEnded(TrainingRun run) {
        assertThatThrownBy(() -> run.reached(1, 30)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.trained(30)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(run::cancelled).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> run.failed(new Failure("diverged", "again", null)))
                .isInstanceOf(IllegalStateException.class);
    }
}
