package dev.burnish.local.chaos;

import dev.burnish.local.layout.Service;
import java.util.List;
import java.util.stream.Stream;

/** The crash points that an ordinary job brings each service to; first those of events, which come early in a job's life and only once. */
final class CrashPoints {
    private static final List<String> OF_EVENTS = List.of("inbox.before-commit", "inbox.committed");

    private static final List<String> OF_WORKERS = List.of(
            "work.claimed",
            "work.performed",
            "work.before-commit",
            "work.committed",
            "outbox.sent",
            "outbox.before-commit",
            "storage.downloaded",
            "outbox.before-send",
            "inbox.received");

    private CrashPoints() {}

    static List<String> of(Service service) {
        return switch (service) {
            case INGESTION ->
                List.of(
                        "storage.stored",
                        "file.recorded",
                        "job.created",
                        "outbox.sent",
                        "outbox.before-commit",
                        "inbox.before-commit",
                        "inbox.committed",
                        "outbox.before-send",
                        "inbox.received");
            case FORMATTING -> ofWorker("report.recorded", "storage.stored");
            case TRAINING -> ofWorker("resume-point.recorded", "epoch-checkpoint.recorded", "storage.stored");
            case EVALUATION -> ofWorker("evaluation.recorded");
            case DEPLOYMENT -> ofWorker("model.recorded", "adapter.kept");
        };
    }

    private static List<String> ofWorker(String... own) {
        return Stream.of(OF_EVENTS, List.of(own), OF_WORKERS)
                .flatMap(List::stream)
                .toList();
    }
}
