package dev.burnish.training.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** What operators see of training: steps and their time, tokens, and the speed of the last step. */
@Singleton
public class StepMeters {
    private final Timer steps;
    private final Counter tokens;
    private final DistributionSummary sharers;
    private volatile double tokensPerSecond;

    public StepMeters(MeterRegistry registry) {
        steps = Timer.builder("burnish.training.step")
                .description("Time of one optimizer step")
                .register(registry);
        tokens = Counter.builder("burnish.training.tokens")
                .description("Tokens that went through the model in training")
                .register(registry);
        sharers = DistributionSummary.builder("burnish.training.pass.trainings")
                .description("Trainings whose steps were done together")
                .register(registry);
        Gauge.builder("burnish.training.tokens.per.second", () -> tokensPerSecond)
                .description("Speed of the last pass, over all that trained in it; 0 when nothing trains")
                .register(registry);
    }

    /** A pass did a step of each of some trainings, which together have so many tokens. */
    void passDone(int trainings, int passTokens, long nanos) {
        for (int i = 0; i < trainings; i++) {
            steps.record(nanos, TimeUnit.NANOSECONDS);
        }
        sharers.record(trainings);
        tokens.increment(passTokens);
        tokensPerSecond = passTokens * 1e9 / Math.max(1, nanos);
    }

    void idle() {
        tokensPerSecond = 0;
    }
}
