package dev.burnish.deployment.rest;

import dev.burnish.kit.errors.ApiException;

/** The answer to a name that is no model of the caller's: the same whether it is nobody's or another tenant's. */
final class UnknownModel {
    private UnknownModel() {}

    static ApiException named(String model) {
        return ApiException.notFound(
                "The model '%s' does not exist or you do not have access to it.".formatted(model),
                "model",
                "model_not_found");
    }
}
