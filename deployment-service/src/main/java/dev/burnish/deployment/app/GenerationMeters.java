package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.Sequence;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What operators see of generation. */
final class GenerationMeters {
    private final MeterRegistry registry;
    private final Counter promptTokens;
    private final Counter completionTokens;
    private final Timer timeToFirstToken;

    GenerationMeters(MeterRegistry registry, FairQueue queue) {
        this.registry = registry;
        registry.gauge("burnish.generation.queue", queue, FairQueue::size);
        promptTokens = registry.counter("burnish.generation.tokens", "kind", "prompt");
        completionTokens = registry.counter("burnish.generation.tokens", "kind", "completion");
        timeToFirstToken = Timer.builder("burnish.generation.time.to.first.token")
                .publishPercentileHistogram()
                .register(registry);
    }

    void served(Sequence sequence) {
        count(sequence, sequence.cancelled() ? "cancelled" : "finished");
    }

    void failed(Sequence sequence) {
        count(sequence, "failed");
    }

    private void count(Sequence sequence, String outcome) {
        String kind = sequence.request().adapter().isPresent() ? "tuned" : "base";
        registry.counter("burnish.generation.sequences", "outcome", outcome, "model", kind)
                .increment();
        promptTokens.increment(sequence.request().prompt().length);
        completionTokens.increment(sequence.tokens());
        sequence.timeToFirstToken().ifPresent(timeToFirstToken::record);
    }
}
