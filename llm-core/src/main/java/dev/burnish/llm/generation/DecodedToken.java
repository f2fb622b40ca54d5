package dev.burnish.llm.generation;

import dev.burnish.llm.generation.Generation.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * A token that came.
 *
 * @param token part of the text, unless {@code finishReason} is STOP
 * @param logprobs null unless the sequence asked for them
 * @param finishReason null unless the sequence ended with this token; it has left the batch then
 */
public record DecodedToken(
        DecodingSequence sequence,
        int token,
        @Nullable TokenLogprobs logprobs,
        @Nullable FinishReason finishReason) {}
