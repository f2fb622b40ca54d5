package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.local.chaos.Chaos;
import dev.burnish.local.chaos.ChaosReport;
import dev.burnish.local.chaos.KillPlan;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.parts.PartsAddresses;
import dev.burnish.local.process.Health;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.Ports;
import dev.burnish.local.stack.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.netcrusher.core.reactor.NioReactor;

/** {@code ./burnish chaos} does the same for as long as one likes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1200)
class ChaosIT {
    /** Of each service, one kill after another; every restart costs seconds. */
    private static final int POINTS = Integer.getInteger("burnish.chaos.points", 2);

    private static final int TAKEOVERS = Integer.getInteger("burnish.chaos.takeovers", 5);

    private static final Duration OUTAGE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Set<Service> ALL = EnumSet.allOf(Service.class);
    private static final long SLOW_BYTES_PER_SECOND = 64 << 10;

    private final NioReactor reactor;
    private final Chaos chaos;
    private final Line database;
    private final Line storage;

    ChaosIT() throws IOException, InterruptedException {
        reactor = new NioReactor();
        chaos = Chaos.claim(Installation.find(), new StateDirectory(Path.of("target", "chaos")), System.out);
        PartsAddresses parts = chaos.stack().parts();
        Ports ports = Ports.any();
        database = new Line(reactor, ports.choose(5432), parts.postgres().port());
        storage = new Line(
                reactor,
                ports.choose(9000),
                URI.create(parts.storage().endpoint()).getPort());
        PartsAddresses.Database throughLine = new PartsAddresses.Database(
                "127.0.0.1",
                database.port(),
                parts.postgres().user(),
                parts.postgres().password());
        for (Service service : Service.values()) {
            chaos.environment(service).put("QUARKUS_DATASOURCE_JDBC_URL", throughLine.jdbcUrl(service.title()));
            chaos.environment(service).put("BURNISH_STORAGE_ENDPOINT", "http://127.0.0.1:" + storage.port());
        }
        chaos.stack().launch();
    }

    @AfterAll
    void close() throws IOException {
        chaos.report().print(System.out);
        chaos.close();
        database.close();
        storage.close();
        reactor.close();
    }

    @Test
    void nothingIsLostOrDoneTwiceWhenServicesDieAtNamedPoints() throws IOException, InterruptedException {
        chaos.kill(KillPlan.atPoints(POINTS));

        ChaosReport report = chaos.report();
        assertSound(report);
        assertThat(report.missed()).isEmpty();
        for (Service service : Service.values()) {
            assertThat(report.kills(service)).as(service.title()).hasSize(POINTS + 1);
        }
    }

    @Test
    void aTrainerThatWasFrozenPastItsLeaseCommitsNothing() throws IOException, InterruptedException {
        chaos.freeze(TAKEOVERS, new Random(1));

        assertThat(chaos.report().takeovers()).isEqualTo(TAKEOVERS);
        assertSound(chaos.report());
    }

    @Test
    void nothingIsLostWhenPartsAreKilledOrFrozenAndServicesAreUnreadyButAlive()
            throws IOException, InterruptedException {
        for (String part : List.of("postgresql", "storage", "kafka")) {
            chaos.disturb(stack -> {
                ManagedProcess process = stack.process(part);
                process.stop(Duration.ZERO);
                awaitOutage(stack, part);
                process.start();
                process.awaitReady();
                awaitRecovery(stack, part);
                process.freeze();
                try {
                    awaitFrozen(stack, part);
                } finally {
                    process.thaw();
                }
            });
            assertSound(chaos.report());
        }
    }

    @Test
    void nothingIsLostWhenTheLinesToPartsAreCutOrSlow() throws IOException, InterruptedException {
        for (Line line : List.of(database, storage)) {
            chaos.disturb(stack -> {
                line.cut();
                awaitOutage(stack, "the line");
                line.mend();
                awaitRecovery(stack, "the line");
                line.limit(SLOW_BYTES_PER_SECOND);
                awaitMoreJobs(2);
                line.limit(Long.MAX_VALUE);
            });
            assertSound(chaos.report());
        }
    }

    private static void assertSound(ChaosReport report) {
        assertThat(report.violations()).isEmpty();
        assertThat(report.statuses()).isNotEmpty().containsOnly("succeeded");
    }

    /** All the time every service is alive; in the end none is ready. */
    private static void awaitOutage(LocalStack stack, String part) {
        await("no service is ready without " + part)
                .atMost(LIMIT)
                .pollDelay(OUTAGE)
                .pollInterval(POLL)
                .until(() -> {
                    assertThat(up(stack, "live")).as("alive without " + part).isEqualTo(ALL);
                    return up(stack, "ready").isEmpty();
                });
    }

    /** A broker that is frozen keeps its connections, and nothing but the events that do not come tells the services of it. */
    private static void awaitFrozen(LocalStack stack, String part) {
        if (part.equals("kafka")) {
            await("all are alive with a frozen broker")
                    .pollDelay(OUTAGE)
                    .until(() -> up(stack, "live").equals(ALL));
        } else {
            awaitOutage(stack, part);
        }
    }

    private static void awaitRecovery(LocalStack stack, String part) {
        await("every service is ready, " + part + " is back")
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> {
                    assertThat(up(stack, "live")).as("alive with " + part).isEqualTo(ALL);
                    return up(stack, "ready").equals(ALL);
                });
    }

    private void awaitMoreJobs(int more) {
        int before = chaos.report().statuses().size();
        await("more jobs are accepted")
                .atMost(LIMIT)
                .until(() -> chaos.report().statuses().size() >= before + more);
    }

    /** The services that say so. */
    private static Set<Service> up(LocalStack stack, String check) {
        return ALL.stream()
                .filter(service -> {
                    URI ready = stack.process(service).component().health().orElseThrow();
                    return Health.isUp(ready.resolve(check));
                })
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Service.class)));
    }
}
