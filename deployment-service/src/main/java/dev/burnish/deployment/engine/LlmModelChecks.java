package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.CandidateFile;
import dev.burnish.deployment.domain.CandidateModel;
import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import dev.burnish.deployment.domain.ModelChecks;
import dev.burnish.deployment.domain.ModelFacts;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.StoredTensor;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.ModelConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Checks through llm-core, on the engine that serves: a model that passes can be loaded there. */
@Singleton
public class LlmModelChecks implements ModelChecks {
    private static final int TRIAL_TOKENS = 16;

    private final DeviceEngine engine;

    public LlmModelChecks(DeviceEngine engine) {
        this.engine = engine;
    }

    @Override
    public CandidateModel check(Path folder) throws CatalogException, ServingException {
        ModelLayout layout = ModelLayout.of(folder);
        List<CandidateFile> files = layout.files();
        ModelFacts facts = facts(layout);
        try {
            return engine.call(() -> {
                compute(folder);
                return new CandidateModel(folder, files, facts);
            });
        } catch (CatalogException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServingException(
                    ServingException.Reason.ENGINE_FAILED, "The model could not be computed with.", e);
        }
    }

    @Override
    public ModelFacts facts(Path folder) throws CatalogException {
        return facts(ModelLayout.of(folder));
    }

    private static ModelFacts facts(ModelLayout layout) throws CatalogException {
        ModelConfig config = config(layout.folder());
        String family = ModelLayout.json(layout.folder(), ModelLayout.CONFIG)
                .path("model_type")
                .asText();
        return new ModelFacts(family, parameters(layout), config.maxPositions());
    }

    private static ModelConfig config(Path folder) throws CatalogException {
        try {
            return ModelConfig.read(folder);
        } catch (CheckpointException e) {
            throw refused(
                    Reason.CONFIG_UNSUPPORTED,
                    e,
                    "Import a model of a kind that is supported, or correct the file if it is wrong");
        }
    }

    private static long parameters(ModelLayout layout) throws CatalogException {
        long parameters = 0;
        for (String name : layout.weights()) {
            try (SafetensorsFile file = SafetensorsFile.open(layout.folder().resolve(name))) {
                for (StoredTensor tensor : file.tensors().values()) {
                    parameters += tensor.length() / tensor.type().bytes();
                }
            } catch (CheckpointException e) {
                throw unfitWeights(e);
            }
        }
        return parameters;
    }

    /** On the engine's thread. */
    private void compute(Path folder) throws CatalogException {
        try (BaseModel base = engine.load(folder)) {
            int[] prompt = ChatFormat.check(folder, base.config().vocabularySize());
            requireFinite(base, Arrays.copyOf(prompt, Math.min(prompt.length, TRIAL_TOKENS)));
        } catch (CheckpointException e) {
            throw unfitWeights(e);
        }
    }

    private static void requireFinite(BaseModel base, int[] tokens) throws CatalogException {
        for (float logit : new Generator(base).logitsAfter(tokens, null)) {
            if (!Float.isFinite(logit)) {
                throw new CatalogException(
                        Reason.NUMBERS_NOT_FINITE,
                        "The model computes numbers that are not finite for a first prompt: its weights are damaged. Download them again.");
            }
        }
    }

    private static CatalogException unfitWeights(CheckpointException e) {
        return refused(
                Reason.WEIGHTS_INVALID, e, "Download the weights again, with the config.json that belongs to them");
    }

    private static CatalogException refused(Reason reason, CheckpointException e, String fix) {
        return new CatalogException(reason, "%s. %s.".formatted(e.getMessage(), fix), e);
    }
}
