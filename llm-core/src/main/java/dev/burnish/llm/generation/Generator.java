package dev.burnish.llm.generation;

import static java.util.Objects.requireNonNull;

import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers many prompts with one adapter, for whoever needs all answers whole. Used on the engine's thread only. */
public final class Generator {

    private final BaseModel model;
    private final DecodingKernels kernels = new DecodingKernels();

    public Generator(BaseModel model) {
        this.model = model;
    }

    /**
     * Generates for each prompt until a stop token, the most tokens or the end of the model's context.
     *
     * @param prompts each of at least one token, fewer than the model's longest sequence
     * @param adapter null for the base model alone
     * @param slots how many are generated together, at least 1
     * @return in the order of the prompts
     */
    public List<Generation> generate(
            List<int[]> prompts, @Nullable LoraAdapter adapter, SamplingSettings settings, int slots) {
        Map<DecodingSequence, IntStream.Builder> answers = new LinkedHashMap<>();
        Iterator<int[]> waiting = prompts.iterator();
        try (ServedAdapter served = adapter == null ? null : ServedAdapter.of(adapter, model);
                DecodingBatch batch =
                        new DecodingBatch(model, slots, model.config().maxPositions())) {
            while (waiting.hasNext() || batch.freeSlots() < slots) {
                while (waiting.hasNext() && batch.freeSlots() > 0) {
                    answers.put(batch.join(waiting.next(), served, settings), IntStream.builder());
                }
                for (DecodedToken token : batch.step()) {
                    if (token.finishReason() != FinishReason.STOP) {
                        requireNonNull(answers.get(token.sequence())).add(token.token());
                    }
                }
            }
        } catch (NoFreeSlotException e) {
            throw new IllegalStateException("sequences join only where a slot is free", e);
        }
        return answers.entrySet().stream()
                .map(answer -> new Generation(
                        answer.getValue().build().toArray(),
                        requireNonNull(answer.getKey().finishReason())))
                .toList();
    }

    /** Logits after the last token of a sequence, computed without a cache. */
    public float[] logitsAfter(int[] sequence, @Nullable LoraAdapter adapter) {
        float[] all = kernels.logits(model.weights(), LoraAdapter.arrays(adapter, model), sequence);
        int vocabulary = model.config().vocabularySize();
        return Arrays.copyOfRange(all, all.length - vocabulary, all.length);
    }
}
