package dev.burnish.local.chaos;

import dev.burnish.local.api.ApiClient;
import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.Ports;
import dev.burnish.local.stack.LocalStack;
import dev.burnish.local.stack.Registry;
import dev.burnish.local.stack.StackSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A stack that is disturbed while tiny jobs run through it. After each disturbance everything must heal, every job that was accepted must end, and all that the stack has done
 * since its start is looked through.
 */
public final class Chaos implements AutoCloseable {
    private static final int OPEN_JOBS = 8;

    /** Within this time from the moment that everything is ready again, every job must have ended. */
    private static final Duration HEALING = Duration.ofMinutes(2);

    private static final Duration FROZEN_LEASE = Duration.ofSeconds(2);
    private static final Duration FREEZE_LIMIT = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(250);

    private final Map<Service, Map<String, String>> environment;
    private final PrintStream output;
    private final Killer killer;
    private final LocalStack stack;
    private final ApiClient api;
    private final Workload workload;
    private final Databases databases;
    private final EventLog log;
    private final Invariants invariants;
    private final List<Duration> healings = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private int takeovers;

    private Chaos(
            Map<Service, Map<String, String>> environment,
            StackSettings settings,
            PrintStream output,
            Killer killer,
            LocalStack stack)
            throws IOException {
        this.environment = environment;
        this.output = output;
        this.killer = killer;
        this.stack = stack;
        this.api = new ApiClient(stack.gateway(), stack.apiKey());
        this.workload = Workload.of(
                api,
                settings.installation().home().resolve("examples/support-tickets.jsonl"),
                settings.state().run("examples.jsonl"));
        this.databases = new Databases(stack.parts().postgres());
        this.log = new EventLog(stack.parts().kafka());
        this.invariants = new Invariants(new StoredObjects(
                settings.state().data("storage").resolve(stack.parts().storage().bucket())));
    }

    /**
     * Made, and not started yet.
     *
     * @param state is emptied first
     * @param output told of each death
     */
    public static Chaos claim(Installation installation, StateDirectory state, PrintStream output)
            throws IOException, InterruptedException {
        // Stops what an earlier run has left, and fails if one still goes on.
        Registry.claim(state, ManagedProcess.Events.NONE).close();
        empty(state.root());
        Map<Service, Map<String, String>> environment = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            environment.put(service, new ConcurrentHashMap<>(settings(state)));
        }
        Killer killer = new Killer(environment);
        StackSettings settings =
                new StackSettings(installation, state, state.models(), Ports.any(), environment, killer);
        return new Chaos(environment, settings, output, killer, LocalStack.claim(settings));
    }

    /** A death is noticed within seconds, and no number of deaths is held against a job. */
    private static Map<String, String> settings(StateDirectory state) {
        return Map.of(
                "KAFKA_SESSION_TIMEOUT_MS", "6000",
                "KAFKA_HEARTBEAT_INTERVAL_MS", "1000",
                "BURNISH_WORK_LEASE", "6S",
                "BURNISH_WORK_HEARTBEAT", "1S",
                "BURNISH_WORK_ATTEMPTS", "1000000",
                "BURNISH_DEPLOYMENT_ADAPTERS_DIRECTORY", state.data("adapters").toString(),
                "BURNISH_DEPLOYMENT_ADAPTERS_ON_DISK", "2");
    }

    /** The stack, to be {@linkplain LocalStack#launch() launched} before anything is done to it. */
    public LocalStack stack() {
        return stack;
    }

    /** The variables of the service's next process, to be changed at will. */
    public Map<String, String> environment(Service service) {
        return Objects.requireNonNull(environment.get(service));
    }

    /** Lets services die as planned. */
    public void kill(KillPlan plan) throws IOException, InterruptedException {
        disturb(services -> {
            int told = killer.deaths().size();
            killer.begin(plan);
            while (!killer.isDone() && killer.surprises().isEmpty()) {
                Thread.sleep(POLL);
                told = tell(told);
            }
            tell(told);
        });
    }

    /**
     * Takes work from trainers that are frozen for longer than their lease, and lets them go on.
     *
     * @param times how often; fewer, if that takes too long
     */
    public void freeze(int times, Random random) throws IOException, InterruptedException {
        environment(Service.TRAINING)
                .putAll(Map.of(
                        "BURNISH_WORK_LEASE", FROZEN_LEASE.toString(),
                        "BURNISH_WORK_HEARTBEAT", FROZEN_LEASE.dividedBy(4).toString()));
        ManagedProcess trainer = stack.process(Service.TRAINING);
        trainer.stop(GRACE);
        trainer.start();
        trainer.awaitReady();
        Freezer freezer =
                new Freezer(List.of(trainer, stack.startAnother(Service.TRAINING)), databases, random, FROZEN_LEASE);
        disturb(trainers -> freezer.freeze(times, FREEZE_LIMIT.multipliedBy(times)));
        takeovers += freezer.takeovers();
    }

    /** Does that to the stack while jobs run through it, and sees what comes of it. */
    public void disturb(Disturbance disturbance) throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        workload.start(OPEN_JOBS, over::get);
        try {
            disturbance.disturb(stack);
        } finally {
            over.set(true);
        }
        for (Service service : Service.values()) {
            stack.process(service).awaitReady();
        }
        long healed = System.nanoTime();
        if (!workload.awaitEnd(HEALING)) {
            violations.add("Jobs have not ended " + HEALING.toSeconds() + " s after everything was ready again.");
        }
        healings.add(Duration.ofNanos(System.nanoTime() - healed));
        awaitPublication();
        violations.addAll(invariants.violations(workload.accepted(), Evidence.gather(databases, log)));
    }

    /** A job can be seen to have ended before the last event about its progress is out. */
    private void awaitPublication() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + HEALING.toNanos();
        for (Service service : Service.values()) {
            while (databases.unpublished(service) > 0 && System.nanoTime() < deadline) {
                Thread.sleep(POLL);
            }
        }
    }

    private int tell(int told) {
        List<Death> deaths = killer.deaths();
        for (int death = told; death < deaths.size(); death++) {
            Kill kill = deaths.get(death).kill();
            String how = deaths.get(death).asPlanned() ? "died at" : "was killed, and never came to";
            output.printf(
                    "%4d  %-10s %s %-26s %d jobs accepted, %d ended%n",
                    death + 1,
                    kill.service().title(),
                    how,
                    kill.place() + ";",
                    workload.accepted().size(),
                    workload.accepted().stream().filter(AcceptedJob::hasEnded).count());
        }
        return deaths.size();
    }

    /** Of all that was done so far. */
    public ChaosReport report() {
        return new ChaosReport(
                killer.deaths(),
                takeovers,
                workload.accepted().stream().map(AcceptedJob::status).toList(),
                killer.restarts(),
                healings,
                Stream.of(violations, killer.surprises(), workload.refusals())
                        .flatMap(List::stream)
                        .distinct()
                        .toList());
    }

    @Override
    public void close() throws IOException {
        api.close();
        stack.close();
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
