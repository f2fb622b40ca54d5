package dev.burnish.contracts;

import static java.util.Objects.requireNonNull;

/** The tuned model answered a probe and serves requests under its name. */
public record ModelDeployed(String jobId, String model, String baseModel) implements Event {
    public ModelDeployed {
        requireNonNull(jobId, "jobId");
        requireNonNull(model, "model");
        requireNonNull(baseModel, "baseModel");
    }

    @Override
    public String subject() {
        return jobId;
    }
}
