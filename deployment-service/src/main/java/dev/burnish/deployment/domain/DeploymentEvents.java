package dev.burnish.deployment.domain;

/** Tells the others what became of a deployment. Called within the transaction that makes it so. */
public interface DeploymentEvents {
    void deployed(ServedModel.Tuned model);

    /**
     * @param code stable, in snake_case
     * @param message for the user
     */
    void failed(String tenant, String job, String code, String message);
}
