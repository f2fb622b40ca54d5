package dev.burnish.formatting.engine;

import dev.burnish.contracts.Failure;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.formatting.domain.TokenCounters;
import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.models.ModelBackends;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TextModelException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/** Counts with the tokenizers and chat templates of the base models in the models folder; without them, estimates. */
@ApplicationScoped
public class LlmTokenCounters implements TokenCounters {
    private final BaseModels models;
    private final ModelBackends backends;

    public LlmTokenCounters(BaseModels models, ModelBackends backends) {
        this.models = models;
        this.backends = backends;
    }

    @Override
    public TokenCounter load(String model) throws RejectedException {
        if (models.find(model).isEmpty() && isHosted(model)) {
            return new EstimatingTokenCounter();
        }
        Path directory = models.find(model).orElseThrow(() -> unknown(model));
        try {
            return new LlmTokenCounter(TextModel.load(directory));
        } catch (TextModelException e) {
            throw unusable(model, String.valueOf(e.getMessage()));
        }
    }

    private boolean isHosted(String model) throws RejectedException {
        try {
            return backends.findHosted(model).isPresent();
        } catch (BackendUnreadableException e) {
            throw unusable(model, e.reason());
        }
    }

    private static RejectedException unusable(String model, String reason) {
        return new RejectedException(new Failure(
                "model_unusable",
                "The model " + model + " cannot be used: " + reason + ". Its operator has to mend it.",
                "model"));
    }

    private RejectedException unknown(String model) {
        return new RejectedException(new Failure(
                "model_not_found",
                "The model " + model + " does not exist. Choose one of: " + String.join(", ", backends.names()) + ".",
                "model"));
    }
}
