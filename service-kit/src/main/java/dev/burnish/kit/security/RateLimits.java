package dev.burnish.kit.security;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests of each key and of each tenant at this instance, in token buckets that are full at first. */
@ApplicationScoped
public class RateLimits {
    private final long perKey;
    private final long perTenant;
    private final TimeMeter clock;
    private final Map<String, Bucket> ofKeys = new ConcurrentHashMap<>();
    private final Map<String, Bucket> ofTenants = new ConcurrentHashMap<>();

    @Inject
    RateLimits(RateLimitSettings settings) {
        this(settings.requestsPerMinute(), settings.tenantRequestsPerMinute(), TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimits(long perKey, long perTenant, TimeMeter clock) {
        this.perKey = perKey;
        this.perTenant = perTenant;
        this.clock = clock;
    }

    /** Counts a request, unless it is one too many for its key or its tenant; then it takes nothing from either. */
    Allowance take(ApiKey key) {
        Bucket ofKey = ofKeys.computeIfAbsent(key.id(), id -> bucket(perKey));
        Allowance byKey = allowance("this API key", perKey, ofKey.tryConsumeAndReturnRemaining(1));
        if (!byKey.granted()) {
            return byKey;
        }
        Bucket ofTenant = ofTenants.computeIfAbsent(key.tenant(), tenant -> bucket(perTenant));
        Allowance byTenant = allowance("your organization", perTenant, ofTenant.tryConsumeAndReturnRemaining(1));
        if (!byTenant.granted()) {
            ofKey.addTokens(1);
            return byTenant;
        }
        return byTenant.remaining() < byKey.remaining() ? byTenant : byKey;
    }

    private Bucket bucket(long perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    private static Allowance allowance(String whose, long limit, ConsumptionProbe probe) {
        return new Allowance(
                whose,
                probe.isConsumed(),
                limit,
                probe.getRemainingTokens(),
                Duration.ofNanos(probe.getNanosToWaitForReset()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
