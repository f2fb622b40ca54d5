package dev.burnish.deployment.domain;

import java.util.List;
import java.util.Optional;

/** Every deployed fine-tuned model that answers at its provider. A tenant reaches its own only. */
public interface HostedModels {
    /** Newest first. */
    List<ServedModel.Hosted> of(String tenant);

    Optional<ServedModel.Hosted> find(String tenant, String name);

    /** Adding a model again changes nothing; takes part in the caller's transaction. */
    void add(ServedModel.Hosted model);

    void remove(String tenant, String name);
}
