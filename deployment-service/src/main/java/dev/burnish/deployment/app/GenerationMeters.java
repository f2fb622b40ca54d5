package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.Sequence;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Locale;

/** What operators see of generation. */
final class GenerationMeters {
    private final MeterRegistry registry;
    private final Counter promptTokens;
    private final Counter completionTokens;
    private final Timer timeToFirstToken;

    /** @param running what is in generation now */
    GenerationMeters(MeterRegistry registry, FairQueue queue, Collection<?> running) {
        this.registry = registry;
        registry.gauge("burnish.generation.queue", queue, FairQueue::size);
        registry.gaugeCollectionSize("burnish.generation.running", Tags.empty(), running);
        promptTokens = registry.counter("burnish.generation.tokens", "kind", "prompt");
        completionTokens = registry.counter("burnish.generation.tokens", "kind", "completion");
        timeToFirstToken = Timer.builder("burnish.generation.time.to.first.token")
                .publishPercentileHistogram()
                .register(registry);
    }

    void ended(Sequence sequence, Sequence.Outcome outcome) {
        String kind = sequence.request().adapter().isPresent() ? "tuned" : "base";
        registry.counter(
                        "burnish.generation.sequences",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT),
                        "model",
                        kind)
                .increment();
        promptTokens.increment(sequence.request().prompt().length);
        completionTokens.increment(sequence.tokens());
        sequence.timeToFirstToken().ifPresent(timeToFirstToken::record);
    }
}
