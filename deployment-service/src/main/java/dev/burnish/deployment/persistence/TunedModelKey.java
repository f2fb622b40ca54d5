package dev.burnish.deployment.persistence;

import java.io.Serializable;

/** The key of {@link TunedModelRow}: a name means something only together with its tenant. */
public record TunedModelKey(String tenant, String name) implements Serializable {}
