package dev.burnish.llm.generation;

import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Generates one sequence at a time; {@link DecodingBatch} generates several. Used on the engine's thread only. */
public final class Generator {

    private final BaseModel model;
    private final DecodingKernels kernels = new DecodingKernels();

    public Generator(BaseModel model) {
        this.model = model;
    }

    /**
     * Generates until a stop token, the most tokens, the end of the model's context, or the caller's false.
     *
     * @param prompt at least one token, fewer than the model's longest sequence
     * @param adapter null for the base model alone
     * @param onToken is given each token that belongs to the text as it comes; false stops
     */
    public Generation generate(
            int[] prompt, @Nullable LoraAdapter adapter, SamplingSettings settings, IntPredicate onToken) {
        int longest = model.config().maxPositions();
        if (prompt.length == 0 || prompt.length >= longest) {
            throw new IllegalArgumentException(
                    "the prompt has " + prompt.length + " tokens, it must have 1 to " + (longest - 1));
        }
        IntStream.Builder tokens = IntStream.builder();
        try (ServedAdapter served = adapter == null ? null : ServedAdapter.of(adapter, model);
                DecodingBatch batch = new DecodingBatch(model, 1, longest)) {
            DecodingSequence sequence = batch.join(prompt, served, settings);
            FinishReason reason = null;
            while (reason == null) {
                for (DecodedToken token : batch.step()) {
                    if (token.finishReason() != FinishReason.STOP) {
                        tokens.add(token.token());
                        if (!onToken.test(token.token())) {
                            batch.leave(sequence);
                        }
                    }
                }
                reason = sequence.finishReason();
            }
            return new Generation(tokens.build().toArray(), reason);
        } catch (NoFreeSlotException e) {
            throw new IllegalStateException("a batch of one sequence has room for it", e);
        }
    }

    /** Logits after the last token of a sequence, computed without a cache. */
    public float[] logitsAfter(int[] sequence, @Nullable LoraAdapter adapter) {
        float[] all = kernels.logits(model.weights(), LoraAdapter.arrays(adapter, model), sequence);
        int vocabulary = model.config().vocabularySize();
        return Arrays.copyOfRange(all, all.length - vocabulary, all.length);
    }
}
