package dev.burnish.training.app;

import dev.burnish.kit.models.ModelBackend;

/** Where a base model is trained that is not trained here. */
public record RemotePlace(String baseModel, ModelBackend backend) {}
