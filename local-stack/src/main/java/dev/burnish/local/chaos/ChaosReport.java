package dev.burnish.local.chaos;

import dev.burnish.local.layout.Service;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param takeovers how often work was taken from a trainer that was frozen, and then went on
 * @param statuses of all jobs that were accepted
 * @param restarts how long each service was away after a death, unless it died again before it was ready
 * @param healings per disturbance, how long it took from the moment that everything was ready again until the last job had ended
 * @param violations a sentence for each thing that was lost, done twice or damaged
 */
public record ChaosReport(
        List<Death> deaths,
        int takeovers,
        List<String> statuses,
        List<Duration> restarts,
        List<Duration> healings,
        List<String> violations) {
    public ChaosReport {
        deaths = List.copyOf(deaths);
        statuses = List.copyOf(statuses);
        restarts = List.copyOf(restarts);
        healings = List.copyOf(healings);
        violations = List.copyOf(violations);
    }

    /** How often each place of a service was died at as planned. */
    public Map<String, Long> kills(Service service) {
        return deaths.stream()
                .filter(death -> death.asPlanned() && death.kill().service() == service)
                .collect(Collectors.groupingBy(death -> death.kill().place(), TreeMap::new, Collectors.counting()));
    }

    /** Crash points that were never come to in time, and killed for that. */
    public List<Kill> missed() {
        return deaths.stream()
                .filter(death -> !death.asPlanned())
                .map(Death::kill)
                .toList();
    }

    public void print(PrintStream output) {
        output.printf("%nKills: %d%n", deaths.size());
        for (Service service : Service.values()) {
            output.printf("  %s%n", service.title());
            kills(service).forEach((place, count) -> output.printf("    %-28s %5d%n", place, count));
        }
        missed().forEach(kill -> output.printf(
                "  %s did not come to %s and was killed elsewhere%n",
                kill.service().title(), kill.place()));
        output.printf("Work taken from frozen trainers: %d%n", takeovers);
        output.printf("Jobs: %d%n", statuses.size());
        statuses.stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .forEach((status, count) -> output.printf("    %-28s %5d%n", status, count));
        output.printf("Longest restart of a service: %.1f s%n", longest(restarts));
        output.printf("Longest time from the last restart until all jobs had ended: %.1f s%n", longest(healings));
        output.printf("Violations: %d%n", violations.size());
        violations.forEach(violation -> output.printf("  %s%n", violation));
    }

    private static double longest(List<Duration> durations) {
        return durations.stream().mapToLong(Duration::toMillis).max().orElse(0) / 1000.0;
    }
}
