package dev.burnish.local.chaos;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.JobEvaluated;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.ModelDeployed;
import dev.burnish.local.chaos.Databases.Work;
import dev.burnish.local.chaos.EventLog.Recorded;
import dev.burnish.local.layout.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must hold whenever all jobs have ended, whatever has died on the way: each job that was accepted, and no other, has succeeded; each of its stages took effect once, by the last
 * worker that claimed it; nothing is left to publish; no event was skipped, and all that events point to is there.
 */
final class Invariants {
    private static final List<Class<? extends Event>> STAGES = List.of(
            DatasetSubmitted.class, DatasetFormatted.class, JobTrained.class, JobEvaluated.class, ModelDeployed.class);

    private final StoredObjects objects;
    private final ObjectMapper json = new ObjectMapper();

    Invariants(StoredObjects objects) {
        this.objects = objects;
    }

    /** @return a sentence for each thing that does not hold */
    List<String> violations(List<AcceptedJob> accepted, Evidence evidence) throws IOException {
        List<String> violations = new ArrayList<>();
        Set<String> ids = accepted.stream().map(AcceptedJob::id).collect(Collectors.toSet());
        accepted.stream()
                .filter(job -> !job.status().equals("succeeded"))
                .forEach(job -> violations.add(job.id() + " is " + job.status() + " " + job.error()));
        checkSet("ingestion's table of jobs", ids, evidence.jobs(), violations);
        evidence.work().forEach((worker, work) -> checkWork(worker, work, ids, violations));
        evidence.unpublished().forEach((service, events) -> {
            if (events > 0) {
                violations.add(events + " events wait in the outbox of " + service.title());
            }
        });
        checkEvents(accepted, evidence, violations);
        evidence.deadLetters().forEach(letter -> violations.add("a dead letter: " + letter));
        return violations;
    }

    private static void checkWork(Service worker, List<Work> work, Set<String> ids, List<String> violations) {
        checkSet(
                "the work of " + worker.title(),
                ids,
                work.stream().map(Work::id).toList(),
                violations);
        work.stream()
                .filter(piece -> !piece.state().equals("DONE"))
                .forEach(piece ->
                        violations.add("the work of " + worker.title() + " on " + piece.id() + " is " + piece.state()));
    }

    private void checkEvents(List<AcceptedJob> accepted, Evidence evidence, List<String> violations)
            throws IOException {
        Set<String> ids = accepted.stream().map(AcceptedJob::id).collect(Collectors.toSet());
        Map<String, Recorded> distinct = new HashMap<>();
        for (Recorded event : evidence.events()) {
            String key = event.envelope().source() + " " + event.envelope().id();
            Recorded earlier = distinct.putIfAbsent(key, event);
            if (earlier != null && !earlier.text().equals(event.text())) {
                violations.add("event " + key + " was written twice, with different content");
            }
        }
        List<Envelope> envelopes =
                distinct.values().stream().map(Recorded::envelope).toList();
        for (Class<? extends Event> stage : STAGES) {
            checkSet(
                    "the events " + stage.getSimpleName(),
                    ids,
                    of(envelopes, stage).map(Event::subject).toList(),
                    violations);
        }
        checkSequences(envelopes, violations);
        checkAdapters(accepted, of(envelopes, JobTrained.class).toList(), evidence, violations);
        for (Recorded event : distinct.values()) {
            checkArtifacts(json.readTree(event.text()), violations);
        }
    }

    /** Each id once and no other. */
    private static void checkSet(String where, Set<String> wanted, List<String> found, List<String> violations) {
        Set<String> seen = new TreeSet<>();
        for (String id : found) {
            if (!seen.add(id)) {
                violations.add(id + " is twice in " + where);
            } else if (!wanted.contains(id)) {
                violations.add(id + ", which no client was told of, is in " + where);
            }
        }
        wanted.stream().filter(id -> !seen.contains(id)).forEach(id -> violations.add(id + " is not in " + where));
    }

    /** Of each source and subject they count from 1 without gaps. */
    private static void checkSequences(List<Envelope> envelopes, List<String> violations) {
        Map<String, List<Long>> sequences = envelopes.stream()
                .collect(Collectors.groupingBy(
                        event -> event.event().subject() + " of " + event.source(),
                        Collectors.mapping(Envelope::sequence, Collectors.toList())));
        sequences.forEach((subject, found) -> {
            long distinct = found.stream().distinct().count();
            long last = found.stream().mapToLong(Long::longValue).max().orElse(0);
            if (distinct != found.size() || last != found.size()) {
                violations.add("the events about " + subject + " have the sequence numbers " + found);
            }
        });
    }

    /** Equal jobs end in equal bytes, and the worker that told of an adapter is the last that claimed its job. */
    private static void checkAdapters(
            List<AcceptedJob> accepted, List<JobTrained> trained, Evidence evidence, List<String> violations) {
        Map<String, Long> fences = evidence.work().getOrDefault(Service.TRAINING, List.of()).stream()
                .collect(Collectors.toMap(Work::id, Work::fence));
        Map<String, String> likenesses =
                accepted.stream().collect(Collectors.toMap(AcceptedJob::id, AcceptedJob::likeness));
        Map<String, String> digests = new HashMap<>();
        for (JobTrained event : trained) {
            Artifact weights = requireNonNull(event.adapter()).weights();
            if (!weights.key().contains("/attempts/" + fences.get(event.subject()) + "/")) {
                violations.add(weights.key() + " is not of the last attempt, " + fences.get(event.subject()));
            }
            String likeness = likenesses.getOrDefault(event.subject(), event.subject());
            if (!digests.computeIfAbsent(likeness, first -> weights.sha256()).equals(weights.sha256())) {
                violations.add(event.subject() + " has another adapter than equal jobs");
            }
        }
    }

    /** Wherever they are in the event. */
    private void checkArtifacts(JsonNode node, List<String> violations) throws IOException {
        if (node.has("key") && node.has("bytes") && node.has("sha256")) {
            Optional<String> problem = objects.problem(new Artifact(
                    node.path("key").asText(),
                    node.path("bytes").asLong(),
                    node.path("sha256").asText()));
            problem.ifPresent(violations::add);
            return;
        }
        for (JsonNode child : node) {
            checkArtifacts(child, violations);
        }
    }

    private static <E extends Event> Stream<E> of(List<Envelope> envelopes, Class<E> type) {
        return envelopes.stream().map(Envelope::event).filter(type::isInstance).map(type::cast);
    }
}
