package dev.burnish.evaluation.engine;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPairs;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;

/** Pairs that run on llm-core. */
@ApplicationScoped
public class LoraModelPairs implements ModelPairs {
    private final DeviceEngine engine;
    private final LoadedModels models;

    public LoraModelPairs(DeviceEngine engine, LoadedModels models) {
        this.engine = engine;
        this.models = models;
    }

    @Override
    public ModelPair open(FineTuningJob job, Path adapter, Path validationSet)
            throws EvaluationFailedException, IOException {
        LoadedModel base = models.get(job.baseModel());
        ValidationSet validation = ValidationSet.read(validationSet, job.method(), base.text());
        LoraAdapter tuned = loaded(adapter, base);
        double beta = job.hyperparameters().resolvedBeta();
        return engine.compute(() -> new LoraModelPair(engine, base, tuned, validation, beta));
    }

    private LoraAdapter loaded(Path directory, LoadedModel base) throws EvaluationFailedException, IOException {
        try {
            return engine.call(() -> LoraAdapter.load(directory, base.weights()));
        } catch (CheckpointException e) {
            throw new EvaluationFailedException(
                    Reason.ADAPTER_UNREADABLE, "The adapter cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
