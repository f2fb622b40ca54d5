package dev.burnish.deployment.domain;

import dev.burnish.contracts.Failure;

/** Tells the others what became of a deployment. Called within the transaction that makes it so. */
public interface DeploymentEvents {
    void deployed(ServedModel.Tuned model);

    void deployed(ServedModel.Hosted model);

    void failed(String tenant, String job, Failure failure);
}
