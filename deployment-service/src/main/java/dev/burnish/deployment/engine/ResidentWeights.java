package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in memory: every base model that was asked for, and the adapters that were used last. Belongs to the engine's thread. An adapter's folder never changes its
 * content, so that its path stands for its weights.
 */
final class ResidentWeights {
    private static final int TRIAL_TOKENS = 16;

    private final Precision precision;
    private final int adaptersInMemory;
    private final Map<String, BaseModel> bases = new HashMap<>();
    private final LinkedHashMap<AdapterKey, LoraAdapter> adapters = new LinkedHashMap<>();

    ResidentWeights(Precision precision, int adaptersInMemory) {
        this.precision = precision;
        this.adaptersInMemory = adaptersInMemory;
    }

    private record AdapterKey(String baseModel, Path folder) {}

    /** Weights that are ready to use until the next call. */
    record Loaded(BaseModel base, @Nullable LoraAdapter adapter) {}

    Loaded load(Path baseFolder, GenerationRequest request) throws ServingException {
        BaseModel base = base(baseFolder, request);
        Path folder = request.adapter().orElse(null);
        return new Loaded(base, folder == null ? null : adapter(base, folder, request));
    }

    /** Frees the base model and its adapters, if they are here. */
    void forget(String baseModel) {
        adapters.entrySet().removeIf(entry -> {
            boolean its = entry.getKey().baseModel().equals(baseModel);
            if (its) {
                entry.getValue().close();
            }
            return its;
        });
        BaseModel base = bases.remove(baseModel);
        if (base != null) {
            base.close();
        }
    }

    private BaseModel base(Path folder, GenerationRequest request) throws ServingException {
        BaseModel resident = bases.get(request.baseModel());
        if (resident != null) {
            return resident;
        }
        BaseModel base;
        try {
            base = BaseModel.load(folder, precision);
        } catch (CheckpointException e) {
            throw new ServingException(
                    Reason.BASE_MODEL_UNUSABLE,
                    "Base model %s cannot be loaded: %s.".formatted(request.baseModel(), e.getMessage()),
                    e);
        }
        try {
            requireFinite(base, null, request);
        } catch (ServingException e) {
            base.close();
            throw e;
        }
        bases.put(request.baseModel(), base);
        return base;
    }

    private LoraAdapter adapter(BaseModel base, Path folder, GenerationRequest request) throws ServingException {
        AdapterKey key = new AdapterKey(request.baseModel(), folder);
        LoraAdapter resident = adapters.remove(key);
        if (resident == null) {
            resident = loadAdapter(base, folder, request);
        }
        adapters.putLast(key, resident);
        while (adapters.size() > adaptersInMemory) {
            adapters.pollFirstEntry().getValue().close();
        }
        return resident;
    }

    private static LoraAdapter loadAdapter(BaseModel base, Path folder, GenerationRequest request)
            throws ServingException {
        LoraAdapter adapter;
        try {
            adapter = LoraAdapter.load(folder, base);
        } catch (CheckpointException e) {
            throw new ServingException(
                    Reason.ADAPTER_UNUSABLE,
                    "The adapter cannot be used with base model %s: %s.".formatted(request.baseModel(), e.getMessage()),
                    e);
        }
        try {
            requireFinite(base, adapter, request);
        } catch (ServingException e) {
            adapter.close();
            throw e;
        }
        return adapter;
    }

    /** Weights that were stored well can still be numbers that compute nothing; sampling would hide that. */
    private static void requireFinite(BaseModel base, @Nullable LoraAdapter adapter, GenerationRequest request)
            throws ServingException {
        int[] trial = Arrays.copyOf(request.prompt(), Math.min(request.prompt().length, TRIAL_TOKENS));
        for (float logit : new Generator(base).logitsAfter(trial, adapter)) {
            if (!Float.isFinite(logit)) {
                throw new ServingException(
                        Reason.NUMBERS_NOT_FINITE,
                        "The %s of %s computes numbers that are not finite."
                                .formatted(adapter == null ? "base model" : "adapter", request.baseModel()));
            }
        }
    }
}
