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
        assertThat(new ProgressMeter("ftjob-1", Method.SUPERVISED, 8, 2, () -> nanos).begun())
                .isEqualTo(new JobProgressed("ftjob-1", 0, 8, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void tellsAtMostOneStepASecondAndAlwaysTheLast() {
        List<Integer> told = new ArrayList<>();
        ProgressMeter meter = new ProgressMeter("ftjob-1", Method.SUPERVISED, 8, 2, () -> nanos);
        for (int step = 1; step <= 8; step++) {
            nanos += Duration.ofMillis(400).toNanos();
            meter.after(measured(step, 100)).ifPresent(progressed -> told.add(progressed.step()));
        }
        assertThat(told).containsExactly(3, 6, 8);
    }

    @Test
    void measuresSpeedSinceTheLastReportAndTheTimeLeftOverAllSteps() {
        ProgressMeter meter = new ProgressMeter("ftjob-1", Method.SUPERVISED, 10, 5, () -> nanos);
        nanos += Duration.ofSeconds(4).toNanos();
        assertThat(meter.after(measured(1, 1_000))).isPresent();
        nanos += Duration.ofSeconds(2).toNanos();
        JobProgressed second = meter.after(measured(2, 600)).orElseThrow();

        Offset<Double> close = Offset.offset(1e-9);
        assertThat(second.tokensPerSecond()).isEqualTo(300, close);
        assertThat(second.secondsLeft()).isEqualTo(24, close);
        assertThat(second.epoch()).isEqualTo(1, close);
        assertThat(second.trainLoss()).isEqualTo(1.5, close);
        assertThat(meter.seconds()).isEqualTo(6, close);
    }

    @Test
    void tellsTheAccuracyOfPairsApartFromThatOfTokens() {
        JobProgressed supervised = new ProgressMeter("ftjob-1", Method.SUPERVISED, 1, 1, () -> nanos)
                .after(measured(1, 100))
                .orElseThrow();
        JobProgressed dpo = new ProgressMeter("ftjob-1", Method.DPO, 1, 1, () -> nanos)
                .after(measured(1, 100))
                .orElseThrow();

        assertThat(supervised.trainMeanTokenAccuracy()).isEqualTo(0.5);
        assertThat(supervised.trainPairAccuracy()).isNull();
        assertThat(dpo.trainMeanTokenAccuracy()).isZero();
        assertThat(dpo.trainPairAccuracy()).isEqualTo(0.5);
    }

    private static StepMeasurement measured(int step, int tokens) {
        return new StepMeasurement(step, 1.5, 0.5, 1e-3, 0.7, tokens);
    }
}
