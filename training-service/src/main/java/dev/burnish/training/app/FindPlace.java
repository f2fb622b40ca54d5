package dev.burnish.training.app;

import dev.burnish.training.domain.QueuePlace;
import dev.burnish.training.domain.RunQueue;
import dev.burnish.training.domain.RunQueue.Place;
import dev.burnish.training.domain.RunTimes;
import dev.burnish.training.domain.TrainingRun;
import dev.burnish.training.domain.TrainingRuns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells how many runs are before a job's, and about when it begins. */
@ApplicationScoped
public class FindPlace {
    private final TrainingRuns runs;
    private final RunQueue queue;
    private final RunTimes times;

    public FindPlace(TrainingRuns runs, RunQueue queue, RunTimes times) {
        this.runs = runs;
        this.queue = queue;
        this.times = times;
    }

    /** @return empty if the tenant has no such job, or its data set is not formatted yet */
    @Transactional
    public Optional<QueuePlace> find(String tenant, String jobId) {
        return runs.find(jobId)
                .filter(run -> run.tenant().equals(tenant))
                .map(TrainingRun::state)
                .map(state -> {
                    List<Place> line = queue.line();
                    List<Place> training = line.stream().filter(Place::training).toList();
                    List<Place> waiting =
                            line.stream().filter(place -> !place.training()).toList();
                    int place = waiting.indexOf(new Place(jobId, false)) + 1;
                    return new QueuePlace(
                            state,
                            place,
                            waiting.size(),
                            training.size(),
                            place == 0 ? null : untilStart(training, waiting.subList(0, place - 1)));
                });
    }

    /** As many workers as have runs now, or one, share what is before it evenly. */
    private @Nullable Duration untilStart(List<Place> training, List<Place> before) {
        List<String> ids = Stream.concat(training.stream(), before.stream())
                .map(Place::jobId)
                .toList();
        Map<String, Duration> left = times.left(ids);
        if (left.size() < ids.size()) {
            return null;
        }
        return left.values().stream().reduce(Duration.ZERO, Duration::plus).dividedBy(Math.max(1, training.size()));
    }
}
