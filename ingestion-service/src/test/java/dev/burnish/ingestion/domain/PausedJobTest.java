package dev.burnish.ingestion.domain;

import static dev.burnish.ingestion.domain.JobHistory.job;
import static dev.burnish.ingestion.domain.JobHistory.jobAfter;
import static dev.burnish.ingestion.domain.JobHistory.step;
import static dev.burnish.ingestion.domain.JobHistory.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.domain.JobHistory.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausedJobTest {
    private static final Told VALIDATED =
            told(1, new Fact.FilesValidated(new Hyperparameters(6, 4, 1.0, null), List.of()));
    private static final Told BEGUN = told(2, step(0, 10, 0));
    private static final Told STEP_5 = told(3, step(5, 10, 120));
    private static final Told STEP_10 = told(4, step(10, 10, 60));

    @Test
    void pausesAndGoesOnAsItsUserWishes() {
        Told paused = told(5, new Fact.Paused(10));
        Job pausing = jobAfter(List.of(VALIDATED, BEGUN, STEP_5)).wished(Job.Wish.PAUSE);
        assertThat(pausing.state().label()).isEqualTo("running");

        Transition transition = Transition.of(pausing, paused.fact(), paused.at());
        assertThat(transition.job().state()).isEqualTo(new JobState.Paused());
        assertThat(transition.messages())
                .containsExactly(JobMessage.info(paused.at(), "The job was paused after step 10"));
        Job late = Transition.of(transition.job(), STEP_10.fact(), STEP_10.at()).job();
        assertThat(late.state()).isEqualTo(new JobState.Paused());

        Job resumed = late.resumed();
        assertThat(resumed.state()).isEqualTo(new JobState.Queued());
        Told next = told(8, step(10, 10, 0));
        assertThat(Transition.of(resumed, next.fact(), next.at()).job().state()).isEqualTo(new JobState.Running());
    }

    @Test
    void isQueuedWhereAPauseCameAfterItsUserTookItBack() {
        Job resumed = jobAfter(List.of(VALIDATED, BEGUN, STEP_5))
                .wished(Job.Wish.PAUSE)
                .resumed();
        Told paused = told(4, new Fact.Paused(10));

        assertThat(Transition.of(resumed, paused.fact(), paused.at()).job().state())
                .isEqualTo(new JobState.Queued());
        Told next = told(6, step(10, 10, 0));
        Job running = Transition.of(resumed, next.fact(), next.at()).job();
        assertThat(Transition.of(running, paused.fact(), paused.at()).job().state())
                .isEqualTo(new JobState.Running());
    }

    @Test
    void waitsForItsFilesAfterAPauseThatCameBeforeThem() {
        Told paused = told(1, new Fact.Paused(0));
        Job pausedEarly = Transition.of(job().wished(Job.Wish.PAUSE), paused.fact(), paused.at())
                .job();

        assertThat(pausedEarly.resumed().state()).isEqualTo(new JobState.ValidatingFiles());
        Job validated =
                Transition.of(pausedEarly, VALIDATED.fact(), VALIDATED.at()).job();
        assertThat(validated.state()).isEqualTo(new JobState.Paused());
        assertThat(validated.resumed().state()).isEqualTo(new JobState.Queued());
    }
}
