package dev.burnish.llm.generation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Generates tokens with a key-value cache, one sequence at a time. Used on the engine's thread only. */
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
        int room = Math.min(settings.maxTokens(), longest - prompt.length);
        NDList arrays = LoraAdapter.arrays(adapter, model);
        Sampler sampler = new Sampler(settings);
        IntStream.Builder tokens = IntStream.builder();
        FinishReason reason = FinishReason.LENGTH;
        try (NDManager memory = Kernels.get().newScope()) {
            NDList cache = kernels.newCache(memory, model.weights(), prompt.length + room);
            int[] input = prompt;
            int position = 0;
            for (int count = 0; count < room; count++) {
                int token = sampler.next(kernels.decode(model.weights(), arrays, cache, input, position));
                if (settings.stopTokens().contains(token)) {
                    reason = FinishReason.STOP;
                    break;
                }
                tokens.add(token);
                if (!onToken.test(token)) {
                    reason = FinishReason.CANCELLED;
                    break;
                }
                position += input.length;
                input = new int[] {token};
            }
        }
        return new Generation(tokens.build().toArray(), reason);
    }

    /** Logits after the last token of a sequence, computed without a cache. */
    public float[] logitsAfter(int[] sequence, @Nullable LoraAdapter adapter) {
        float[] all = kernels.logits(model.weights(), LoraAdapter.arrays(adapter, model), sequence);
        int vocabulary = model.config().vocabularySize();
        return Arrays.copyOfRange(all, all.length - vocabulary, all.length);
    }
}
