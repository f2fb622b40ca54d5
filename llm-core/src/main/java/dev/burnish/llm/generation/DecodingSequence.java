package dev.burnish.llm.generation;

import dev.burnish.llm.generation.Generation.FinishReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sequence of a {@link DecodingBatch}, from its prompt to its end. */
public final class DecodingSequence {

    private final int[] prompt;
    private final @Nullable ServedAdapter adapter;
    private final Sampler sampler;
    private final int room;
    private int cached;
    private int last;
    private int generated;
    private @Nullable FinishReason finishReason;

    DecodingSequence(int[] prompt, @Nullable ServedAdapter adapter, SamplingSettings settings, int longest) {
        this.prompt = prompt.clone();
        this.adapter = adapter;
        sampler = new Sampler(settings, prompt);
        room = Math.min(settings.maxTokens(), longest - prompt.length);
    }

    @Nullable
    ServedAdapter adapter() {
        return adapter;
    }

    Sampler sampler() {
        return sampler;
    }

    int promptLength() {
        return prompt.length;
    }

    /** Positions whose keys and values are in the cache. */
    int cached() {
        return cached;
    }

    /** The next part of the prompt that is not in the cache, which counts as cached from now on. */
    int[] nextPart(int most) {
        int start = cached;
        cached = Math.min(prompt.length, start + most);
        return Arrays.copyOfRange(prompt, start, cached);
    }

    /** The token that came last, which counts as cached from now on. */
    int nextToken() {
        cached++;
        return last;
    }

    DecodedToken take(TokenChoice choice) {
        last = choice.token();
        generated++;
        if (sampler.settings().stopTokens().contains(last)) {
            finishReason = FinishReason.STOP;
        } else if (generated == room) {
            finishReason = FinishReason.LENGTH;
        }
        return new DecodedToken(this, last, choice.logprobs(), finishReason);
    }

    void cancel() {
        if (finishReason == null) {
            finishReason = FinishReason.CANCELLED;
        }
    }

    /** Why it ended; null as long as it goes on. */
    public @Nullable FinishReason finishReason() {
        return finishReason;
    }

    /** Tokens generated so far, a stop token included. */
    public int generated() {
        return generated;
    }
}
