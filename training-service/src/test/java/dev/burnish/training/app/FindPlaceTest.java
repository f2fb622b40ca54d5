package dev.burnish.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.training.domain.QueuePlace;
import dev.burnish.training.domain.RunState.Queued;
import dev.burnish.training.domain.RunState.Training;
import dev.burnish.training.domain.TrainingRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FindPlaceTest {
    private final InMemoryTrainingRuns runs = new InMemoryTrainingRuns();
    private final RecordedQueue queue = new RecordedQueue();
    private final InMemoryRunTimes times = new InMemoryRunTimes();
    private final FindPlace findPlace = new FindPlace(runs, queue, times);

    @Test
    void countsTheRunsBeforeAJobAndTheTimeTheyTake() {
        training("ftjob-1", 30);
        waiting("ftjob-2");
        times.remain("ftjob-2", Duration.ofSeconds(100));
        waiting("ftjob-3");

        assertThat(findPlace.find("acme", "ftjob-3"))
                .contains(new QueuePlace(new Queued(0), 2, 2, 1, Duration.ofSeconds(130)));
    }

    @Test
    void sharesTheTimeAmongTheWorkers() {
        training("ftjob-1", 30);
        training("ftjob-2", 50);
        waiting("ftjob-3");

        assertThat(findPlace.find("acme", "ftjob-3"))
                .contains(new QueuePlace(new Queued(0), 1, 1, 2, Duration.ofSeconds(40)));
    }

    @Test
    void estimatesNothingWhereItKnowsTooLittle() {
        training("ftjob-1", 30);
        waiting("ftjob-2");
        waiting("ftjob-3");

        assertThat(findPlace.find("acme", "ftjob-3")).contains(new QueuePlace(new Queued(0), 2, 2, 1, null));
    }

    @Test
    void givesNoPlaceToARunThatTrains() {
        training("ftjob-1", 30);

        assertThat(findPlace.find("acme", "ftjob-1")).contains(new QueuePlace(new Training(3, 10), 0, 0, 1, null));
    }

    @Test
    void saysNothingOfOtherTenantsJobs() {
        waiting("ftjob-1");

        assertThat(findPlace.find("other", "ftjob-1")).isEmpty();
        assertThat(findPlace.find("acme", "ftjob-9")).isEmpty();
    }

    private void waiting(String jobId) {
        runs.add(TrainingRun.queued(jobId, "acme"));
        queue.enqueue(jobId, "acme", "payload");
    }

    private void training(String jobId, int secondsLeft) {
        waiting(jobId);
        queue.claim(jobId);
        runs.update(runs.find(jobId).orElseThrow().reached(3, 10));
        times.remain(jobId, Duration.ofSeconds(secondsLeft));
    }
}
