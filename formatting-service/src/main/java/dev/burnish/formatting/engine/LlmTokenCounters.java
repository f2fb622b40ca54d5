package dev.burnish.formatting.engine;

import dev.burnish.contracts.Failure;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.formatting.domain.TokenCounters;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TextModelException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/** Counts with the tokenizers and chat templates of the base models in the models folder. */
@ApplicationScoped
public class LlmTokenCounters implements TokenCounters {
    private final BaseModels models;

    public LlmTokenCounters(BaseModels models) {
        this.models = models;
    }

    @Override
    public TokenCounter load(String model) throws RejectedException {
        Path directory = models.find(model).orElseThrow(() -> unknown(model));
        try {
            return new LlmTokenCounter(TextModel.load(directory));
        } catch (TextModelException e) {
            throw new RejectedException(new Failure(
                    "model_unusable",
                    "The model " + model + " cannot be used: " + e.getMessage() + ". Its operator has to mend it.",
                    "model"));
        }
    }

    private RejectedException unknown(String model) {
        return new RejectedException(new Failure(
                "model_not_found",
                "The model " + model + " does not exist. Choose one of: " + String.join(", ", models.names()) + ".",
                "model"));
    }
}
