package dev.burnish.local.gateway;

import dev.burnish.local.layout.Service;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which service answers which part of the API; the same table as an Ingress has in Kubernetes, and what operators do, which no Ingress lets in. */
final class Routes {
    static final Map<String, Service> BY_PREFIX = byPrefix();

    /** Parts of ingestion's paths that others answer: the report on a job's files, and its place in training's queue. */
    private static final Map<Pattern, Service> WITHIN = Map.of(
            Pattern.compile("/v1/fine_tuning/jobs/[^/]+/report(\\.html)?"), Service.FORMATTING,
            Pattern.compile("/v1/fine_tuning/jobs/[^/]+/queue"), Service.TRAINING);

    private Routes() {}

    /** The service for a request's path; empty for a path outside the API. */
    static Optional<Service> of(String path) {
        return WITHIN.entrySet().stream()
                .filter(route -> route.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> byPrefix(path));
    }

    private static Optional<Service> byPrefix(String path) {
        return BY_PREFIX.entrySet().stream()
                .filter(route -> path.equals(route.getKey()) || path.startsWith(route.getKey() + "/"))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Map<String, Service> byPrefix() {
        Map<String, Service> routes = new LinkedHashMap<>();
        routes.put("/v1/files", Service.INGESTION);
        routes.put("/v1/uploads", Service.INGESTION);
        routes.put("/v1/fine_tuning", Service.INGESTION);
        routes.put("/v1/webhooks", Service.INGESTION);
        routes.put("/v1/models", Service.DEPLOYMENT);
        routes.put("/v1/chat", Service.DEPLOYMENT);
        routes.put("/v1/completions", Service.DEPLOYMENT);
        routes.put("/v1/evaluations", Service.EVALUATION);
        routes.put("/operator/api-keys", Service.INGESTION);
        routes.put("/operator", Service.DEPLOYMENT);
        return routes;
    }
}
