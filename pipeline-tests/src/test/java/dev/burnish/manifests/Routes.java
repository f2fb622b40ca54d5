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

    /** The part of them that is another service's, as a regular expression. */
    static final String REPORT = "/v1/fine_tuning/jobs/[^/]+/report(\\.html)?";

    static final String REPORT_SERVICE = "formatting";

    private Routes() {}
}
