package dev.burnish.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.engine.StepGroup.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StepGroupTest {
    private final List<List<String>> passes = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final StepGroup<String> group = new StepGroup<>(this::pass);

    /** The first pass, of a member that nobody asks about, takes as long as a test wishes. */
    private List<Result> pass(List<String> members) {
        passes.add(members);
        if (passes.size() == 1) {
            awaitFirst();
        }
        return members.stream().map(this::result).toList();
    }

    private void awaitFirst() {
        try {
            assertThat(firstMayEnd.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Result result(String member) {
        return switch (member) {
            case "diverging" ->
                () -> {
                    throw new RunFailedException(Reason.DIVERGED, "diverged", null);
                };
            case "breaking" -> throw new IllegalStateException("the device is broken");
            default -> () -> new StepMeasurement(member.length(), 1, 1, 1, 1, 1);
        };
    }

    /** A step on a thread of its own. */
    private record Stepping(Thread thread, FutureTask<StepMeasurement> outcome) {
        static Stepping of(StepGroup<String>.Seat seat) {
            Callable<StepMeasurement> step = seat::step;
            FutureTask<StepMeasurement> outcome = new FutureTask<>(step);
            Thread thread = Thread.ofPlatform().start(outcome);
            return new Stepping(thread, outcome);
        }

        private boolean waits() {
            return thread.getState() == Thread.State.WAITING;
        }
    }

    /** Asks for a step of each while a pass of somebody else is under way, which then ends. */
    private List<Stepping> askTogether(List<StepGroup<String>.Seat> seats) {
        Stepping first = Stepping.of(group.join("first"));
        await().until(() -> passes.size() == 1);
        List<Stepping> steps = new ArrayList<>();
        for (StepGroup<String>.Seat seat : seats) {
            Stepping step = Stepping.of(seat);
            steps.add(step);
            await().until(step::waits);
        }
        firstMayEnd.countDown();
        await().until(first.outcome()::isDone);
        return steps;
    }

    @Test
    void whoAsksMeanwhileSharesTheNextPass() throws Exception {
        List<Stepping> steps = askTogether(List.of(group.join("a"), group.join("bb"), group.join("ccc")));

        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).outcome().get().step()).isEqualTo(i + 1);
        }
        assertThat(passes).containsExactly(List.of("first"), List.of("a", "bb", "ccc"));
    }

    @Test
    void goesOnWithoutAMemberThatDoesNotAskAgain() throws Exception {
        StepGroup<String>.Seat loyal = group.join("a");
        askTogether(List.of(loyal, group.join("bb"))).getFirst().outcome().get();

        assertThat(loyal.step().step()).isEqualTo(1);

        assertThat(passes.getLast()).containsExactly("a");
    }

    @Test
    void aMembersFailureIsItsOwn() throws Exception {
        List<Stepping> steps = askTogether(List.of(group.join("a"), group.join("diverging")));

        assertThat(steps.getFirst().outcome().get().step()).isEqualTo(1);
        assertThatThrownBy(() -> steps.getLast().outcome().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RunFailedException.class);
    }

    @Test
    void aPassThatBreaksIsToldToAllAndTheGroupGoesOn() throws Exception {
        StepGroup<String>.Seat a = group.join("a");
        for (Stepping step : askTogether(List.of(a, group.join("breaking")))) {
            assertThatThrownBy(step.outcome()::get).hasRootCauseMessage("the device is broken");
        }

        assertThat(a.step().step()).isEqualTo(1);
    }

    @Test
    void manyStepsOfManyMembersAreEachDoneOnce() throws Exception {
        firstMayEnd.countDown();
        List<FutureTask<Integer>> members = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            StepGroup<String>.Seat seat = group.join("x".repeat(i));
            Callable<Integer> steps = () -> {
                int sum = 0;
                for (int step = 0; step < 200; step++) {
                    sum += seat.step().step();
                }
                seat.close();
                return sum;
            };
            FutureTask<Integer> outcome = new FutureTask<>(steps);
            members.add(outcome);
            Thread.ofPlatform().start(outcome);
        }

        for (int i = 1; i <= 4; i++) {
            assertThat(members.get(i - 1).get()).isEqualTo(200 * i);
        }
        assertThat(passes.stream().mapToInt(List::size).sum()).isEqualTo(800);
    }
}
