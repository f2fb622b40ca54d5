package dev.burnish.training.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.training.protocol.Exploration.Violation;
import dev.burnish.training.protocol.Protocol.Course;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All states of a few jobs and workers with users who pause, resume and cancel at any time, events that come late, twice or in another order, workers that die, sleep beyond their lease
 * and go on, answers that get lost, and a relay that dies between the broker and its own commit. The use cases, the states of runs and what becomes of attempts are production's; the
 * claim table's rules are {@link dev.burnish.kit.testing.ModelledWork}, which is held to PostgreSQL. States that differ only in who of the workers is who count as one.
 */
class RunProtocolTest {
    private static final Set<Invariant> ALL = EnumSet.allOf(Invariant.class);
    private static final Course ANYTHING = new Course(true, true);
    private static final Course CANCELLED = new Course(false, true);
    private static final int FAULTS = 2;
    private static final int LIMIT = 6_000_000;

    @Test
    void threeWorkersBringTwoJobsToOneEndEachThroughAnyTwoFaults(TestReporter reporter) throws Exception {
        long start = System.nanoTime();
        Exploration exploration =
                new Exploration(new Protocol(List.of(ANYTHING, CANCELLED), 3, FAULTS, true, null), ALL, LIMIT);

        assertThat(exploration.run()).isEmpty();

        assertThat(exploration.states()).isGreaterThan(1_000_000);
        reporter.publishEntry(
                "explored",
                "%,d states, %,d moves, %d s"
                        .formatted(
                                exploration.states(),
                                exploration.moves(),
                                Duration.ofNanos(System.nanoTime() - start).toSeconds()));
    }

    @Test
    void threeWorkersBringAJobToOneEndHoweverMuchGoesWrong() throws Exception {
        Exploration exploration =
                new Exploration(new Protocol(List.of(ANYTHING), 3, Protocol.UNLIMITED, true, null), ALL, LIMIT);

        assertThat(exploration.run()).isEmpty();
        assertThat(exploration.states()).isGreaterThan(500_000);
    }

    @Test
    void eventsMayTakeEffectAgainAtAnyTime() throws Exception {
        assertThat(new Exploration(new Protocol(List.of(ANYTHING), 2, Protocol.UNLIMITED, false, null), ALL, LIMIT)
                        .run())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noticesABrokenRule(BrokenRule rule) throws Exception {
        Protocol protocol = new Protocol(List.of(ANYTHING), 2, Protocol.UNLIMITED, true, rule);

        Optional<Violation> found = new Exploration(protocol, EnumSet.of(rule.noticed()), LIMIT).run();

        assertThat(found).as(rule.name()).hasValueSatisfying(violation -> {
            assertThat(violation.invariant()).isEqualTo(rule.noticed());
            assertThat(violation.path()).as("the way there").hasSizeGreaterThan(2);
        });
    }
}
