package dev.burnish.kit.work;

import dev.burnish.contracts.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service's handler: does with each piece of work what a test has prepared for it, and keeps a record of what it was asked. */
@ApplicationScoped
public class ScriptedHandler implements WorkHandler {
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Claim> performed = new CopyOnWriteArrayList<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> paused = new ConcurrentHashMap<>();
    private volatile boolean takesSeveral = true;

    /** What to do with a piece of work. */
    @FunctionalInterface
    interface Script {
        Completion perform(Claim claim, Lease lease) throws Exception;
    }

    void prepare(String id, Script script) {
        scripts.put(id, script);
    }

    @Override
    public Completion perform(Claim claim, Lease lease) throws Exception {
        performed.add(claim);
        return scripts.getOrDefault(claim.id(), (same, its) -> () -> {}).perform(claim, lease);
    }

    @Override
    public boolean takesSeveral() {
        return takesSeveral;
    }

    void takesSeveral(boolean wanted) {
        takesSeveral = wanted;
    }

    @Override
    public void failed(Claim claim, Failure failure) {
        failures.put(claim.id(), failure);
    }

    @Override
    public void paused(Claim claim) {
        paused.merge(claim.id(), 1, Integer::sum);
    }

    /** How often a worker has paused a piece of work. */
    int paused(String id) {
        return paused.getOrDefault(id, 0);
    }

    /** The claims on a piece of work that were performed, in order. */
    List<Claim> performed(String id) {
        return performed.stream().filter(claim -> claim.id().equals(id)).toList();
    }

    Map<String, Failure> failures() {
        return failures;
    }
}
