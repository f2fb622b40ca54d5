package dev.burnish.deployment.domain;

import java.util.List;
import java.util.Optional;

/** Every deployed fine-tuned model. A tenant reaches its own only. */
public interface TunedModels {
    /** Newest first. */
    List<ServedModel.Tuned> of(String tenant);

    Optional<ServedModel.Tuned> find(String tenant, String name);

    /** Those of every tenant that need the base model, by tenant and name. */
    List<ServedModel.Tuned> tunedFrom(String baseModel);

    /** Adding a model again changes nothing. */
    void add(ServedModel.Tuned model);

    void remove(String tenant, String name);
}
