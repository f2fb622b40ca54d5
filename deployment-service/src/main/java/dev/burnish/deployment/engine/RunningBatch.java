package dev.burnish.deployment.engine;

import static java.util.Objects.requireNonNull;

import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.Sampling;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.TokenLogprob;
import dev.burnish.deployment.domain.TokenScore;
import dev.burnish.llm.generation.DecodedToken;
import dev.burnish.llm.generation.DecodingBatch;
import dev.burnish.llm.generation.DecodingSequence;
import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.generation.NoFreeSlotException;
import dev.burnish.llm.generation.Penalties;
import dev.burnish.llm.generation.SamplingSettings;
import dev.burnish.llm.generation.ServedAdapter;
import dev.burnish.llm.generation.TokenLogprobs;
import dev.burnish.llm.generation.Truncation;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TokenStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sequences of one base model that are generated together. Belongs to the engine's thread. */
final class RunningBatch implements AutoCloseable {
    private final DecodingBatch batch;
    private final TextModel text;
    private final Map<DecodingSequence, Running> running = new LinkedHashMap<>();

    /** @param batch is closed with this one */
    RunningBatch(DecodingBatch batch, TextModel text) {
        this.batch = batch;
        this.text = text;
    }

    private record Running(
            Sequence sequence, TokenStream text, @Nullable ServedAdapter adapter) {}

    void join(Sequence sequence, @Nullable ServedAdapter adapter) {
        GenerationRequest request = sequence.request();
        try {
            DecodingSequence joined = batch.join(request.prompt(), adapter, settings(request, text));
            running.put(joined, new Running(sequence, new TokenStream(text.tokenizer()), adapter));
        } catch (NoFreeSlotException e) {
            throw new IllegalStateException("more sequences join than there are places", e);
        }
    }

    int size() {
        return running.size();
    }

    boolean uses(ServedAdapter adapter) {
        return running.values().stream().anyMatch(one -> one.adapter() == adapter);
    }

    /** One more token of each whose prompt is read; those that end, or that nobody waits for, leave. */
    void step() {
        for (Map.Entry<DecodingSequence, Running> one : List.copyOf(running.entrySet())) {
            Sequence sequence = one.getValue().sequence();
            if (sequence.cancelled() || sequence.outcome().isPresent()) {
                end(one.getKey(), Finish.STOP);
            }
        }
        for (DecodedToken token : batch.step()) {
            take(token);
        }
    }

    private void take(DecodedToken token) {
        Running one = requireNonNull(running.get(token.sequence()), "a sequence that has not joined");
        boolean turnEnds = token.finishReason() == FinishReason.STOP;
        boolean wanted = turnEnds
                ? one.sequence().accept("")
                : one.sequence().accept(one.text().add(token.token()), score(token));
        if (token.finishReason() == FinishReason.LENGTH) {
            end(token.sequence(), Finish.LENGTH);
        } else if (turnEnds || !wanted) {
            end(token.sequence(), Finish.STOP);
        }
    }

    private @Nullable TokenScore score(DecodedToken token) {
        TokenLogprobs logprobs = token.logprobs();
        if (logprobs == null) {
            return null;
        }
        return new TokenScore(
                scored(token.token(), logprobs.chosen()),
                logprobs.likeliest().stream()
                        .map(likely -> scored(likely.token(), likely.logprob()))
                        .toList());
    }

    private TokenLogprob scored(int token, double logprob) {
        return new TokenLogprob(text.tokenizer().text(token), logprob);
    }

    private void end(DecodingSequence sequence, Finish reason) {
        batch.leave(sequence);
        Running one = requireNonNull(running.remove(sequence), "a sequence that has left");
        if (one.sequence().outcome().isEmpty()) {
            one.sequence().finish(one.text().finish(), reason);
        }
    }

    /** Tells every sequence that it failed. Nothing can be generated any more. */
    void fail(ServingException failure) {
        for (Running one : running.values()) {
            if (one.sequence().outcome().isEmpty()) {
                one.sequence().fail(failure);
            }
        }
        running.clear();
    }

    /** A nucleus of no probability holds the most probable token alone. */
    private static SamplingSettings settings(GenerationRequest request, TextModel text) {
        Decoding decoding = request.decoding();
        Sampling sampling = decoding.sampling();
        dev.burnish.deployment.domain.Truncation truncation = sampling.truncation();
        dev.burnish.deployment.domain.Penalties penalties = sampling.penalties();
        boolean greedy = truncation.topP() == 0;
        return new SamplingSettings(
                greedy ? 0 : sampling.temperature(),
                greedy ? Truncation.NONE : new Truncation(truncation.topK(), truncation.topP(), truncation.minP()),
                new Penalties(
                        penalties.repetition(), penalties.presence(), penalties.frequency(), penalties.logitBias()),
                request.maxTokens(),
                sampling.seed(),
                text.stopTokens(),
                decoding.likeliest().orElse(SamplingSettings.NO_LOGPROBS));
    }

    @Override
    public void close() {
        batch.close();
    }
}
