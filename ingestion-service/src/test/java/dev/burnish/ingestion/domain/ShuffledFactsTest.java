package dev.burnish.ingestion.domain;

import static dev.burnish.ingestion.domain.JobHistory.START;
import static dev.burnish.ingestion.domain.JobHistory.job;
import static dev.burnish.ingestion.domain.JobHistory.resultFile;
import static dev.burnish.ingestion.domain.JobHistory.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job's events one to ten times each and in any order whatever, which is more than Kafka would do; an inbox lets each take effect once. */
class ShuffledFactsTest {
    private static final int PERMUTATIONS = 10_000;

    /** The facts come about one second after the other. */
    record Course(String name, List<Fact> facts) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Course> courses() {
        Fact validated = new Fact.FilesValidated(new Hyperparameters(6, 4, 1.0, null), List.of("Read as CSV"));
        Fact reported = new Fact.Reported(0, 2, 91);
        Fact trained = new Fact.Trained(270_720, resultFile("file-result"), List.of());
        Fact evaluated = new Fact.Evaluated(40, new Fact.Scores(3.21, 0, null), new Fact.Scores(0.02, 0.95, null));
        JobError error = new JobError("training_diverged", "The loss became NaN at step 31.", null);
        return Stream.of(
                new Course("deployed", steps(List.of(reported, validated), trained, evaluated, new Fact.Deployed())),
                new Course(
                        "paused on its way",
                        steps(
                                List.of(reported, validated, new Fact.Paused(0)),
                                trained,
                                evaluated,
                                new Fact.Deployed())),
                new Course(
                        "rolled back",
                        steps(
                                List.of(validated),
                                trained,
                                new Fact.Deployed(),
                                new Fact.RolledBack("ft:other", "It fell."))),
                new Course("failed", steps(List.of(reported, validated), new Fact.Failed(error))),
                new Course("failed after training", steps(List.of(validated), trained, new Fact.Failed(error))),
                new Course("cancelled", steps(List.of(validated), new Fact.Cancelled(30))));
    }

    private static List<Fact> steps(List<Fact> before, Fact... after) {
        List<Fact> facts = new ArrayList<>(before);
        IntStream.rangeClosed(0, 6).forEach(step -> facts.add(step(5 * step, 30, 30 - 5 * step)));
        facts.addAll(List.of(after));
        return facts;
    }

    @ParameterizedTest
    @MethodSource("courses")
    void endsTheSame(Course course) {
        Job expected = follow(IntStream.range(0, course.facts().size()).boxed().toList(), course);
        assertThat(expected.ended()).isTrue();
        Random random = new Random(20261124);
        Set<List<Integer>> seen = new HashSet<>();
        for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
            List<Integer> deliveries = deliveries(course.facts().size(), random);

            assertThat(follow(deliveries, course)).as("order %s", deliveries).isEqualTo(expected);

            seen.add(deliveries);
        }
        assertThat(seen).hasSize(PERMUTATIONS);
    }

    private static List<Integer> deliveries(int facts, Random random) {
        List<Integer> deliveries = new ArrayList<>();
        for (int fact = 0; fact < facts; fact++) {
            deliveries.addAll(Collections.nCopies(1 + random.nextInt(10), fact));
        }
        Collections.shuffle(deliveries, random);
        return deliveries;
    }

    private static Job follow(List<Integer> deliveries, Course course) {
        Set<Integer> inbox = new HashSet<>();
        Job job = job();
        for (int fact : deliveries) {
            if (inbox.add(fact)) {
                job = Transition.of(job, course.facts().get(fact), START.plusSeconds(fact))
                        .job();
            }
        }
        return job;
    }
}
