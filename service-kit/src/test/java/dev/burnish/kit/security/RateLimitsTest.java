package dev.burnish.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    private static final int CALLERS = 64;

    private final Clock clock = new Clock();

    @Test
    void aKeyGetsItsLimitAndNotOneMore() {
        RateLimits limits = new RateLimits(3, 100, clock);

        List<Long> remaining = IntStream.range(0, 3)
                .mapToObj(i -> limits.take(key("a", "acme")).remaining())
                .toList();
        Allowance refused = limits.take(key("a", "acme"));

        assertThat(remaining).containsExactly(2L, 1L, 0L);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.pause()).isEqualTo(Duration.ofSeconds(20));
        assertThat(refused.reset()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.take(key("b", "acme")).granted()).isTrue();
    }

    @Test
    void whatWasUsedComesBackEvenly() {
        RateLimits limits = new RateLimits(3, 100, clock);
        IntStream.range(0, 3).forEach(i -> limits.take(key("a", "acme")));

        clock.pass(Duration.ofSeconds(20));

        assertThat(limits.take(key("a", "acme")).granted()).isTrue();
        assertThat(limits.take(key("a", "acme")).granted()).isFalse();
    }

    @Test
    void aTenantGetsItsLimitWithAllItsKeysTogether() {
        RateLimits limits = new RateLimits(4, 5, clock);
        IntStream.range(0, 3).forEach(i -> limits.take(key("a", "acme")));
        IntStream.range(0, 2).forEach(i -> limits.take(key("b", "acme")));

        Allowance refused = limits.take(key("a", "acme"));

        assertThat(refused.granted()).isFalse();
        assertThat(refused.limit()).isEqualTo(5);
        assertThat(limits.take(key("c", "globex")).granted()).isTrue();
        // What was refused has cost the key nothing.
        clock.pass(Duration.ofSeconds(12));
        assertThat(limits.take(key("a", "acme")).granted()).isTrue();
    }

    @Test
    void manyCallersAtOnceGetExactlyTheLimit() throws Exception {
        RateLimits limits = new RateLimits(1000, 1500, clock);
        CountDownLatch start = new CountDownLatch(1);
        AtomicLong granted = new AtomicLong();
        AtomicLong ofFirstKey = new AtomicLong();
        try (ExecutorService executor = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                String name = caller % 2 == 0 ? "a" : "b";
                callers.add(executor.submit(() -> {
                    start.await();
                    for (int request = 0; request < 100; request++) {
                        if (limits.take(key(name, "acme")).granted()) {
                            granted.incrementAndGet();
                            ofFirstKey.addAndGet(name.equals("a") ? 1 : 0);
                        }
                    }
                    return true;
                }));
            }
            start.countDown();
            for (Future<?> caller : callers) {
                caller.get();
            }
        }

        assertThat(granted).hasValue(1500);
        assertThat(ofFirstKey.get()).isBetween(500L, 1000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0ms", "1, 1ms", "120000000, 120ms", "999000001, 1s", "8000000000, 8s", "90000000000, 1m30s"})
    void writesTimesAsOpenAiDoes(long nanos, String text) {
        assertThat(Allowance.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    private static ApiKey key(String id, String tenant) {
        return new ApiKey(id, tenant, id, Set.of(Scopes.READ), null, false);
    }

    /** Stands still unless it is told to go on. */
    private static final class Clock implements TimeMeter {
        private final AtomicLong nanos = new AtomicLong();

        void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
