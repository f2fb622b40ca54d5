package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.LoadedModel;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.OutOfMemory;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.generation.DecodingBatch;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.generation.ServedAdapter;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.TextModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A base model in memory with the adapters that were used last, and the batch that it generates while it has something to generate. An adapter's folder never changes
 * its content, so that its path stands for its weights. Belongs to the engine's thread, but for {@link #loaded}.
 */
final class ResidentModel implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ResidentModel.class);
    private static final int TRIAL_TOKENS = 16;

    private final BaseModel base;
    private final TextModel text;
    private final ServingSettings settings;
    private final String weights;
    private final LinkedHashMap<Path, ServedAdapter> adapters = new LinkedHashMap<>();
    private @Nullable RunningBatch batch;
    private volatile LoadedModel loaded;

    /**
     * @param base is closed with this one
     * @param weights how it is kept
     */
    ResidentModel(BaseModel base, TextModel text, String weights, ServingSettings settings) {
        this.base = base;
        this.text = text;
        this.weights = weights;
        this.settings = settings;
        loaded = new LoadedModel(weights, 0, 0);
    }

    LoadedModel loaded() {
        return loaded;
    }

    boolean idle() {
        return batch == null;
    }

    /** Takes the sequence in, with its adapter, and tells it that it starts. */
    void join(Sequence sequence) throws ServingException {
        GenerationRequest request = sequence.request();
        requireTokens(request.decoding().sampling().penalties().logitBias().keySet());
        ServedAdapter adapter =
                request.adapter().isPresent() ? adapter(request.adapter().get(), request) : null;
        if (batch == null) {
            int longest = Math.min(settings.contextLength(), base.config().maxPositions());
            batch = new RunningBatch(new DecodingBatch(base, settings.batchSize(), longest), text);
        }
        sequence.start();
        batch.join(sequence, adapter);
        note();
    }

    private void requireTokens(Set<Integer> tokens) throws ServingException {
        int vocabulary = base.config().vocabularySize();
        for (int token : tokens) {
            if (token >= vocabulary) {
                throw new ServingException(
                        Reason.PROMPT_REFUSED,
                        "'logit_bias' names token %d, but the model has the tokens 0 to %d."
                                .formatted(token, vocabulary - 1));
            }
        }
    }

    // The outermost edge of the engine: a failure is told to all that it concerns, and the next batch begins anew.
    void step() {
        RunningBatch current = batch;
        if (current == null) {
            return;
        }
        try {
            current.step();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("A batch of sequences failed", e);
            current.fail(failure(e));
        }
        if (current.size() == 0) {
            current.close();
            batch = null;
        }
        note();
    }

    private static ServingException failure(Throwable cause) {
        String message = OutOfMemory.causes(cause)
                ? "The device has no memory left for this answer. Ask for fewer tokens, or let an operator lower burnish.serving.batch-size."
                : "The model could not answer.";
        return new ServingException(Reason.ENGINE_FAILED, message, cause);
    }

    private void note() {
        int sequences = batch == null ? 0 : batch.size();
        if (loaded.adapters() != adapters.size() || loaded.sequences() != sequences) {
            loaded = new LoadedModel(weights, adapters.size(), sequences);
        }
    }

    private ServedAdapter adapter(Path folder, GenerationRequest request) throws ServingException {
        ServedAdapter resident = adapters.remove(folder);
        if (resident == null) {
            resident = load(folder, request);
        }
        adapters.putLast(folder, resident);
        evict(resident);
        return resident;
    }

    /** Those that were not used for longest go first; those that sequences compute with stay. */
    private void evict(ServedAdapter wanted) {
        Iterator<ServedAdapter> eldest = adapters.values().iterator();
        while (adapters.size() > settings.adaptersInMemory() && eldest.hasNext()) {
            ServedAdapter adapter = eldest.next();
            if (adapter != wanted && (batch == null || !batch.uses(adapter))) {
                eldest.remove();
                adapter.close();
            }
        }
    }

    private ServedAdapter load(Path folder, GenerationRequest request) throws ServingException {
        try (LoraAdapter adapter = LoraAdapter.load(folder, base)) {
            requireFinite(adapter, request);
            return ServedAdapter.of(adapter, base);
        } catch (CheckpointException e) {
            throw new ServingException(
                    Reason.ADAPTER_UNUSABLE,
                    "The adapter cannot be used with base model %s: %s.".formatted(request.baseModel(), e.getMessage()),
                    e);
        }
    }

    /** Weights that were stored well can still be numbers that compute nothing; sampling would hide that. */
    void requireFinite(@Nullable LoraAdapter adapter, GenerationRequest request) throws ServingException {
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

    @Override
    public void close() {
        RunningBatch current = batch;
        if (current != null) {
            current.close();
        }
        adapters.values().forEach(ServedAdapter::close);
        base.close();
    }
}
