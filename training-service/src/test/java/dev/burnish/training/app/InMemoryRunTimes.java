package dev.burnish.training.app;

import dev.burnish.training.domain.RunTimes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Knows only what workers have said. */
public final class InMemoryRunTimes implements RunTimes {
    private final Map<String, Duration> left = new HashMap<>();
    private final Map<String, Long> expected = new HashMap<>();

    @Override
    public void expect(String jobId, String baseModel, long tokens) {
        expected.put(jobId, tokens);
    }

    @Override
    public void remain(String jobId, Duration duration) {
        left.put(jobId, duration);
    }

    @Override
    public void took(String jobId, long tokens, Duration time) {
        left.put(jobId, Duration.ZERO);
    }

    @Override
    public Map<String, Duration> left(Collection<String> jobIds) {
        Map<String, Duration> known = new HashMap<>(left);
        known.keySet().retainAll(jobIds);
        return known;
    }

    /** Tokens of runs that were queued. */
    Map<String, Long> expected() {
        return expected;
    }
}
