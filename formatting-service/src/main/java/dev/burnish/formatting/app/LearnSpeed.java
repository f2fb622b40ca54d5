package dev.burnish.formatting.app;

import dev.burnish.contracts.JobTrained;
import dev.burnish.formatting.domain.TrainingForecasts;
import dev.burnish.formatting.domain.TrainingSpeeds;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes the speed of the installation's device from a training that has finished. */
@ApplicationScoped
public class LearnSpeed {
    private final TrainingForecasts forecasts;
    private final TrainingSpeeds speeds;

    LearnSpeed(TrainingForecasts forecasts, TrainingSpeeds speeds) {
        this.forecasts = forecasts;
        this.speeds = speeds;
    }

    public void learn(JobTrained trained) {
        forecasts.operations(trained.job(), trained.trainedTokens()).ifPresent(operations -> {
            double speed = operations / trained.seconds();
            if (speed > 0 && Double.isFinite(speed)) {
                speeds.add(trained.job().id(), trained.job().baseModel(), speed);
            }
        });
    }
}
