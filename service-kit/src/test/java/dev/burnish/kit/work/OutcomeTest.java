package dev.burnish.kit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.work.Outcome.Again;
import dev.burnish.kit.work.Outcome.Failed;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final WorkSettings DEFAULTS = new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(WorkSettings.class)
            .build()
            .getConfigMapping(WorkSettings.class);

    private final IOException broken = new IOException("broken");

    private static Outcome after(int attempt, boolean progressed, Throwable cause) {
        return Outcome.of(new Claim("work-1", "payload", 7, attempt), progressed, cause, DEFAULTS);
    }

    @Test
    void hasTheDocumentedDefaults() {
        assertThat(DEFAULTS.lease()).isEqualTo(Duration.ofSeconds(60));
        assertThat(DEFAULTS.heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(DEFAULTS.poll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(DEFAULTS.attempts()).isEqualTo(3);
    }

    @Test
    void waitsLongerWithEachAttemptAndThenFails() {
        assertThat(after(1, false, broken)).isEqualTo(new Again(1, Duration.ofSeconds(2)));
        assertThat(after(2, false, broken)).isEqualTo(new Again(2, Duration.ofSeconds(4)));
        assertThat(after(3, false, broken)).isInstanceOf(Failed.class);
        assertThat(after(3, false, new ArtifactMissingException("key", null))).isInstanceOf(Failed.class);
    }

    @Test
    void progressCountsAnew() {
        assertThat(after(3, true, broken)).isEqualTo(new Again(0, Duration.ofSeconds(2)));
    }

    @Test
    void aPartThatIsAwayDoesNotCount() {
        assertThat(after(3, false, new IOException(new StorageException("away", null))))
                .isEqualTo(new Again(2, Duration.ofSeconds(5)));
        assertThat(after(1, false, new IllegalStateException(new SQLTransientConnectionException())))
                .isEqualTo(new Again(0, Duration.ofSeconds(5)));
    }

    @Test
    void aLostLeaseDoesNotCount() {
        assertThat(after(3, false, new LeaseLostException("stopping"))).isEqualTo(new Again(2, Duration.ZERO));
    }

    @Test
    void aFailureOfTheWorkIsFinal() {
        Failure failure = new Failure("code", "message", null);

        assertThat(after(1, true, new WorkFailedException(failure))).isEqualTo(new Failed(failure));
    }

    @Test
    void workThatWaitsForSomethingElsewhereDoesNotCount() {
        assertThat(after(3, false, new WorkWaitsException(Duration.ofSeconds(7), "it trains elsewhere")))
                .isEqualTo(new Again(2, Duration.ofSeconds(7)));
    }
}
