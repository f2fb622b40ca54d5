package dev.burnish.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What every Deployment of a Burnish service keeps: the restricted pod security standard, its ports and probes, settings that the service reads, and secrets by reference. */
final class WorkloadRules {
    static final Map<String, Integer> PORTS = Map.of("http", 8080, "management", 9000);

    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|USERNAME|ACCESS_KEY|SECRET_KEY|API_KEYS)");

    private final List<String> problems = new ArrayList<>();
    private final JsonNode pod;
    private final JsonNode container;

    private WorkloadRules(JsonNode deployment) {
        pod = deployment.at("/spec/template/spec");
        container = pod.at("/containers/0");
    }

    /** @param shared the data of the ConfigMap that all services read */
    static List<String> problems(JsonNode deployment, JsonNode shared) {
        WorkloadRules rules = new WorkloadRules(deployment);
        rules.checkLabels(deployment);
        rules.checkSecurity();
        rules.checkPortsAndProbes();
        rules.checkResources();
        rules.checkSettings(ServiceSettings.variablesOf(Manifests.name(deployment)), shared);
        return rules.problems;
    }

    private void checkLabels(JsonNode deployment) {
        JsonNode labels = deployment.at("/spec/template/metadata/labels");
        require(labels.path("app.kubernetes.io/part-of").asText().equals("burnish"), "pods must be part-of burnish");
        deployment
                .at("/spec/selector/matchLabels")
                .properties()
                .forEach(label -> require(
                        labels.path(label.getKey()).equals(label.getValue()),
                        "the selector " + label + " must match the pods' labels"));
    }

    private void checkSecurity() {
        require(pod.at("/containers").size() == 1, "one container is expected");
        JsonNode podSecurity = pod.path("securityContext");
        require(podSecurity.path("runAsNonRoot").asBoolean(), "runAsNonRoot must be true");
        require(podSecurity.path("runAsUser").asInt() > 0, "runAsUser must be a user other than root");
        require(
                podSecurity.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
                "seccompProfile must be RuntimeDefault");
        require(
                !pod.path("automountServiceAccountToken").asBoolean(true),
                "automountServiceAccountToken must be false");
        require(
                !pod.has("hostNetwork") && !pod.has("hostPID") && !pod.has("hostIPC"),
                "the host's namespaces are used");

        JsonNode security = container.path("securityContext");
        require(!security.path("allowPrivilegeEscalation").asBoolean(true), "allowPrivilegeEscalation must be false");
        require(security.path("readOnlyRootFilesystem").asBoolean(), "readOnlyRootFilesystem must be true");
        require(
                security.at("/capabilities/drop").toString().equals("[\"ALL\"]")
                        && !security.path("capabilities").has("add"),
                "all capabilities must be dropped");
        require(
                pod.path("volumes").valueStream().noneMatch(volume -> volume.has("hostPath")),
                "no volume may be a hostPath");
        require(
                container
                        .path("volumeMounts")
                        .valueStream()
                        .anyMatch(mount -> mount.path("mountPath").asText().equals("/tmp")),
                "/tmp must be writable");
    }

    private void checkPortsAndProbes() {
        PORTS.forEach((name, number) -> require(
                container
                        .path("ports")
                        .valueStream()
                        .anyMatch(port -> port.path("name").asText().equals(name)
                                && port.path("containerPort").asInt() == number),
                "the port " + name + " must be " + number));
        PROBES.forEach((probe, path) -> {
            JsonNode request = container.path(probe).path("httpGet");
            require(request.path("path").asText().equals(path), probe + " must ask " + path);
            require(request.path("port").asText().equals("management"), probe + " must ask the management port");
        });
    }

    private void checkResources() {
        JsonNode resources = container.path("resources");
        require(
                resources.at("/requests/cpu").isTextual()
                        || resources.at("/requests/cpu").isInt(),
                "cpu is requested");
        require(resources.path("requests").has("memory"), "memory must be requested");
        require(resources.path("limits").has("memory"), "memory must be limited");
    }

    private void checkSettings(Set<String> known, JsonNode shared) {
        for (JsonNode variable : container.path("env")) {
            String name = variable.path("name").asText();
            require(known.contains(name), name + " is no setting of the service");
            require(
                    !SECRET.matcher(name).matches()
                            || variable.at("/valueFrom/secretKeyRef/name").isTextual(),
                    name + " must come from a secret");
        }
        require(
                container.at("/envFrom/0/configMapRef/name").asText().equals("burnish"),
                "the shared settings are read");
        shared.properties().forEach(setting -> {
            require(known.contains(setting.getKey()), setting.getKey() + " is no setting of the service");
            require(!SECRET.matcher(setting.getKey()).matches(), setting.getKey() + " must come from a secret");
        });
    }

    private void require(boolean held, String rule) {
        if (!held) {
            problems.add(rule);
        }
    }
}
