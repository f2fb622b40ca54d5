package dev.burnish.local.chaos;

import dev.burnish.local.layout.Service;
import dev.burnish.local.process.Component;
import dev.burnish.local.process.ManagedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets the services of a stack die as planned; the stack starts them again. */
final class Killer implements ManagedProcess.Events {
    /** How long a process may take to its crash point, which the deaths of the services before it hold up. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Map<Service, Victim> victims = new EnumMap<>(Service.class);
    private final List<Death> deaths = Collections.synchronizedList(new ArrayList<>());
    private final List<Duration> restarts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());

    /** @param environment of the services' next processes, which the killer changes */
    Killer(Map<Service, Map<String, String>> environment) {
        environment.forEach((service, variables) -> victims.put(service, new Victim(variables)));
    }

    void begin(KillPlan plan) {
        victims.forEach((service, victim) -> victim.begin(
                plan.kills().stream().filter(kill -> kill.service() == service).toList()));
    }

    /** Whether all of the plan has happened; services may still be starting. */
    boolean isDone() {
        victims.values().forEach(victim -> victim.killIfOverdue(PATIENCE));
        return victims.values().stream().allMatch(Victim::isDone);
    }

    /** All so far, in their order. */
    List<Death> deaths() {
        return List.copyOf(deaths);
    }

    /** How long each service was away, from its death until it was ready again, unless it died again before. */
    List<Duration> restarts() {
        return List.copyOf(restarts);
    }

    /** Deaths that nobody had planned. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    @Override
    public void started(Component component, ProcessHandle handle) {
        victim(component)
                .flatMap(victim -> victim.started(handle))
                .ifPresent(delay -> CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(handle::destroyForcibly));
    }

    @Override
    public void ready(Component component, Duration taken) {
        victim(component).flatMap(Victim::ready).ifPresent(restarts::add);
    }

    @Override
    public boolean isMeant(Component component, int exitCode) {
        return victim(component).map(victim -> victim.isMeant(exitCode)).orElse(exitCode == Victim.KILLED);
    }

    @Override
    public void died(Component component, int exitCode, Duration delay) {
        Optional<Death> death = victim(component).flatMap(victim -> victim.died(exitCode));
        death.ifPresent(deaths::add);
        boolean killedPart = victim(component).isEmpty() && exitCode == Victim.KILLED;
        if (death.isEmpty() && !killedPart) {
            surprises.add(
                    component.name() + " ended by itself with exit code " + exitCode + "; log: " + component.log());
        }
    }

    @Override
    public void gaveUp(Component component, String reason) {
        surprises.add(component.name() + " " + reason + "; log: " + component.log());
    }

    private Optional<Victim> victim(Component component) {
        return Arrays.stream(Service.values())
                .filter(service -> service.title().equals(component.name()))
                .findFirst()
                .map(victims::get);
    }
}
