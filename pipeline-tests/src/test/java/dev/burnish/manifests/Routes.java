package dev.burnish.manifests;

import java.util.Map;

/** Which service answers which paths, as docs/architecture.md promises it for every gateway. */
final class Routes {
    static final Map<String, String> SERVICES = Map.of(
            "/v1/files", "ingestion",
            "/v1/uploads", "ingestion",
            "/v1/fine_tuning", "ingestion",
            "/v1/webhooks", "ingestion",
            "/v1/models", "deployment",
            "/v1/chat", "deployment",
            "/v1/completions", "deployment",
            "/v1/evaluations", "evaluation");

    /** The parts of them that are another service's, as regular expressions. */
    static final Map<String, String> WITHIN_JOBS = Map.of(
            "/v1/fine_tuning/jobs/[^/]+/report(\\.html)?", "formatting",
            "/v1/fine_tuning/jobs/[^/]+/queue", "training");

    private Routes() {}
}
