package dev.burnish.training.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
    private long nanos = 5_000;

    @Test
    void saysThatTrainingBegins() {
        assertThat(meter(Method.SUPERVISED, 8, 2).begun())
                .isEqualTo(new JobProgressed("ftjob-1", 0, 8, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void tellsAtMostOneStepASecondAndAlwaysTheLast() {
        List<Integer> told = new ArrayList<>();
        ProgressMeter meter = meter(Method.SUPERVISED, 8, 2);
        for (int step = 1; step <= 8; step++) {
            nanos += Duration.ofMillis(400).toNanos();
            meter.after(measured(step, 100), null).ifPresent(progressed -> told.add(progressed.step()));
        }
        assertThat(told).containsExactly(3, 6, 8);
    }

    @Test
    void measuresSpeedSinceTheLastReportAndTheTimeLeftOverAllSteps() {
        ProgressMeter meter = meter(Method.SUPERVISED, 10, 5);
        nanos += Duration.ofSeconds(4).toNanos();
        assertThat(meter.after(measured(1, 1_000), null)).isPresent();
        nanos += Duration.ofSeconds(2).toNanos();
        JobProgressed second = meter.after(measured(2, 600), null).orElseThrow();

        Offset<Double> close = Offset.offset(1e-9);
        assertThat(second.tokensPerSecond()).isEqualTo(300, close);
        assertThat(second.secondsLeft()).isEqualTo(24, close);
        assertThat(second.epoch()).isEqualTo(1, close);
        assertThat(second.trainLoss()).isEqualTo(1.5, close);
        assertThat(meter.seconds()).isEqualTo(6, close);
    }

    @Test
    void tellsTheAccuracyOfPairsApartFromThatOfTokens() {
        JobProgressed supervised =
                meter(Method.SUPERVISED, 1, 1).after(measured(1, 100), null).orElseThrow();
        JobProgressed dpo =
                meter(Method.DPO, 1, 1).after(measured(1, 100), null).orElseThrow();

        assertThat(supervised.trainMeanTokenAccuracy()).isEqualTo(0.5);
        assertThat(supervised.trainPairAccuracy()).isNull();
        assertThat(dpo.trainMeanTokenAccuracy()).isZero();
        assertThat(dpo.trainPairAccuracy()).isEqualTo(0.5);
    }

    @Test
    void alwaysTellsWhatAValidationShowed() {
        JobProgressed progressed = meter(Method.SUPERVISED, 8, 2)
                .after(measured(4, 100), new LossSums(6, 4, 3))
                .orElseThrow();

        assertThat(progressed.validLoss()).isEqualTo(1.5);
        assertThat(progressed.validAccuracy()).isEqualTo(0.75);
    }

    @Test
    void tellsNoStepTwiceAndEstimatesFromTheStepsOfThisAttempt() {
        ProgressMeter meter = new ProgressMeter(
                new ProgressMeter.Length("ftjob-1", Method.SUPERVISED, 10, 5),
                new ProgressMeter.Before(4, 6, 30),
                () -> nanos);
        List<JobProgressed> told = new ArrayList<>();
        for (int step = 5; step <= 8; step++) {
            nanos += Duration.ofSeconds(2).toNanos();
            meter.after(measured(step, 100), null).ifPresent(told::add);
        }

        assertThat(told).extracting(JobProgressed::step).containsExactly(7, 8);
        assertThat(told).extracting(JobProgressed::resumedFrom).containsExactly(4, null);
        assertThat(told.getLast().secondsLeft()).isEqualTo(4, Offset.offset(1e-9));
        assertThat(meter.seconds()).isEqualTo(38, Offset.offset(1e-9));
    }

    private ProgressMeter meter(Method method, int totalSteps, int epochs) {
        return new ProgressMeter(
                new ProgressMeter.Length("ftjob-1", method, totalSteps, epochs),
                ProgressMeter.Before.NOTHING,
                () -> nanos);
    }

    private static StepMeasurement measured(int step, int tokens) {
        return new StepMeasurement(step, 1.5, 0.5, 1e-3, 0.7, tokens);
    }
}
