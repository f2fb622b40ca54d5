package dev.burnish.deployment.domain;

import java.util.List;
import java.util.Optional;

/** The base models that this installation has. */
public interface BaseModels {
    /** By name. */
    List<ServedModel.Base> all();

    Optional<ServedModel.Base> find(String name);
}
