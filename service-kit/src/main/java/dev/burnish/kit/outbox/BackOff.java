package dev.burnish.kit.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which subjects are not tried for now because publishing their oldest event has failed: for 1 s, doubling up to 8 s. Used by one thread. */
final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private final Map<String, Pause> pauses = new HashMap<>();

    Set<String> subjects() {
        long now = System.nanoTime();
        return pauses.entrySet().stream()
                .filter(entry -> entry.getValue().endNanos() - now > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Duration failed(String subject) {
        Pause last = pauses.get(subject);
        Duration length = last == null ? FIRST : shorter(last.length().multipliedBy(2), LONGEST);
        pauses.put(subject, new Pause(length, System.nanoTime() + length.toNanos()));
        return length;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    void succeeded(String subject) {
        pauses.remove(subject);
    }

    private record Pause(Duration length, long endNanos) {}
}
