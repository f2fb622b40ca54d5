package dev.burnish.llm.generation;

import ai.djl.ndarray.NDManager;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.DecodingKernels.Decoded;
import dev.burnish.llm.kernel.DecodingKernels.PromptPart;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.NativeArrays;
import dev.burnish.llm.model.BaseModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that are generated together, one call of the kernels for a token of each (continuous batching; Yu et al., "Orca", 2022). They
 * join and leave between any two steps, each with an adapter and settings of its own. Used on the engine's thread only.
 *
 * <p>Sequences that generate have the first slots of the cache, without gaps; the one whose prompt is being read has the next slot; those
 * that wait to be read have none yet.
 */
public final class DecodingBatch implements AutoCloseable {

    /** What a step reads of a prompt while others wait for their next token. */
    private static final int SHARED_PART = 256;

    private static final int LONE_PART = 1024;

    private final DecodingKernels kernels = new DecodingKernels();
    private final NativeArrays weights;
    private final KeyValueCache cache;
    private final ActiveAdapters adapters;
    private final List<DecodingSequence> generating = new ArrayList<>();
    private final Deque<DecodingSequence> reading = new ArrayDeque<>();
    private final int slots;
    private final int longest;
    private final int vocabulary;

    /**
     * @param slots most sequences at a time
     * @param longest most tokens of prompt and answer together, at most the model's longest sequence
     */
    public DecodingBatch(BaseModel model, int slots, int longest) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1, not " + slots);
        }
        int limit = model.config().maxPositions();
        if (longest < 2 || longest > limit) {
            throw new IllegalArgumentException("longest must be 2 to " + limit + ", not " + longest);
        }
        this.slots = slots;
        this.longest = longest;
        vocabulary = model.config().vocabularySize();
        weights = kernels.hold(model.weights());
        cache = new KeyValueCache(kernels, weights, slots, longest);
        adapters = new ActiveAdapters(model, kernels);
    }

    /** Slots that no sequence has. */
    public int freeSlots() {
        return slots - generating.size() - reading.size();
    }

    /**
     * Takes a sequence in; its first token comes once its prompt is read.
     *
     * @param prompt at least one token, fewer than the longest sequence
     * @param adapter null for the base model alone
     * @throws NoFreeSlotException if there are as many sequences as slots
     */
    public DecodingSequence join(int[] prompt, @Nullable ServedAdapter adapter, SamplingSettings settings)
            throws NoFreeSlotException {
        if (prompt.length == 0 || prompt.length >= longest) {
            throw new IllegalArgumentException(
                    "the prompt has " + prompt.length + " tokens, it must have 1 to " + (longest - 1));
        }
        for (int token : settings.penalties().bias().keySet()) {
            SamplingSettings.require(
                    token < vocabulary,
                    "there is no token " + token + " to bias, the model has 0 to " + (vocabulary - 1));
        }
        if (freeSlots() == 0) {
            throw new NoFreeSlotException(slots);
        }
        DecodingSequence sequence = new DecodingSequence(prompt, adapter, settings, longest);
        reading.add(sequence);
        return sequence;
    }

    /**
     * Generates a token of every sequence whose prompt is read, and reads on in the prompt of one other.
     *
     * @return the tokens that came; the sequences that they end have left
     */
    public List<DecodedToken> step() {
        List<DecodedToken> tokens = new ArrayList<>();
        try (NDManager scope = Kernels.get().newScope()) {
            if (!generating.isEmpty()) {
                take(decode(scope), List.copyOf(generating), tokens, scope);
            }
            DecodingSequence first = reading.peek();
            Decoded decoded = first == null ? null : prefill(first, scope);
            if (first != null && decoded != null) {
                generating.add(reading.remove());
                take(decoded, List.of(first), tokens, scope);
            }
        }
        return tokens;
    }

    private Decoded decode(NDManager scope) {
        List<@Nullable ServedAdapter> own = new ArrayList<>();
        int[] tokens = new int[generating.size()];
        int[] positions = new int[tokens.length];
        int most = 0;
        for (int i = 0; i < tokens.length; i++) {
            DecodingSequence sequence = generating.get(i);
            own.add(sequence.adapter());
            positions[i] = sequence.cached();
            tokens[i] = sequence.nextToken();
            most = Math.max(most, sequence.cached());
        }
        adapters.select(own);
        return kernels.decode(
                scope, weights, adapters.factors(), adapters.mix(), cache.holding(most), tokens, positions);
    }

    private @Nullable Decoded prefill(DecodingSequence sequence, NDManager scope) {
        int start = sequence.cached();
        int[] part = sequence.nextPart(generating.isEmpty() ? LONE_PART : SHARED_PART);
        return kernels.prefill(
                scope,
                weights,
                adapters.factors(sequence.adapter()),
                cache.holding(sequence.cached()),
                generating.size(),
                new PromptPart(part, start, sequence.promptLength()));
    }

    private void take(Decoded decoded, List<DecodingSequence> sequences, List<DecodedToken> tokens, NDManager scope) {
        List<TokenChoice> choices = TokenChoice.of(
                decoded, sequences.stream().map(DecodingSequence::sampler).toList(), kernels, scope);
        for (int i = 0; i < choices.size(); i++) {
            DecodedToken token = sequences.get(i).take(choices.get(i));
            tokens.add(token);
            if (token.finishReason() != null) {
                remove(sequences.get(i));
            }
        }
    }

    /** Ends a sequence before its time; one that has left stays as it is. */
    public void leave(DecodingSequence sequence) {
        sequence.cancel();
        remove(sequence);
    }

    private void remove(DecodingSequence sequence) {
        reading.remove(sequence);
        int slot = generating.indexOf(sequence);
        if (slot < 0) {
            return;
        }
        int last = generating.size() - 1;
        DecodingSequence moved = generating.removeLast();
        if (slot < last) {
            generating.set(slot, moved);
            cache.move(last, slot, moved.cached());
        }
        DecodingSequence read = reading.peek();
        if (read != null) {
            cache.move(last + 1, last, read.cached());
        }
    }

    /** Frees the cache; sequences that have not ended are given up. */
    @Override
    public void close() {
        adapters.close();
        cache.close();
        weights.close();
    }
}
