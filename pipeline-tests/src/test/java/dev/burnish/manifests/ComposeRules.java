package dev.burnish.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a Compose file has the keys of the Compose specification that are used here, holds together, and gives the services settings that they read. */
final class ComposeRules {
    private static final Set<String> TOP_LEVEL = Set.of("name", "services", "networks", "volumes", "configs");
    private static final Set<String> SERVICE_KEYS = Set.of(
            "build",
            "cap_drop",
            "command",
            "configs",
            "depends_on",
            "entrypoint",
            "environment",
            "healthcheck",
            "image",
            "networks",
            "ports",
            "read_only",
            "restart",
            "security_opt",
            "stop_grace_period",
            "volumes");
    private static final Set<String> HEALTHCHECK_KEYS =
            Set.of("test", "interval", "timeout", "retries", "start_period");
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|ACCESS_KEY|SECRET_KEY|API_KEYS)");
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");

    private final List<String> problems = new ArrayList<>();
    private final JsonNode compose;

    private ComposeRules(JsonNode compose) {
        this.compose = compose;
    }

    static List<String> problems(JsonNode compose) {
        ComposeRules rules = new ComposeRules(compose);
        rules.checkTopLevel();
        compose.path("services")
                .properties()
                .forEach(service -> rules.checkService(service.getKey(), service.getValue()));
        for (String service : Manifests.SERVICES) {
            rules.checkOwnService(service, compose.path("services").path(service));
        }
        return rules.problems;
    }

    private void checkTopLevel() {
        for (Map.Entry<String, JsonNode> property : compose.properties()) {
            require(
                    TOP_LEVEL.contains(property.getKey()) || property.getKey().startsWith("x-"),
                    "unknown key " + property.getKey());
        }
    }

    private void checkService(String name, JsonNode service) {
        service.fieldNames()
                .forEachRemaining(key -> require(SERVICE_KEYS.contains(key), name + " has the unknown key " + key));
        require(
                service.path("image").asText().matches("[a-z0-9/-]+:[a-zA-Z0-9.-]+"),
                name + " needs an image and its tag");
        service.path("healthcheck")
                .fieldNames()
                .forEachRemaining(key ->
                        require(HEALTHCHECK_KEYS.contains(key), name + ".healthcheck has the unknown key " + key));
        service.path("networks")
                .forEach(network -> require(
                        compose.path("networks").has(network.asText()), name + " uses the unknown network " + network));
        service.path("configs")
                .forEach(config -> require(
                        compose.path("configs").has(config.path("source").asText()),
                        name + " uses the unknown config " + config));
        checkVolumes(name, service);
        checkDependencies(name, service);
        service.path("environment")
                .properties()
                .forEach(variable -> require(
                        !SECRET.matcher(variable.getKey()).matches()
                                || FROM_ENVIRONMENT
                                        .matcher(variable.getValue().asText())
                                        .matches(),
                        name + "." + variable.getKey() + " must be a ${VARIABLE:?hint}"));
    }

    private void checkVolumes(String name, JsonNode service) {
        for (JsonNode volume : service.path("volumes")) {
            String source = volume.asText().split(":", 2)[0];
            require(
                    volume.isObject()
                            || source.startsWith("./")
                            || source.startsWith("$")
                            || compose.path("volumes").has(source),
                    name + " uses the unknown volume " + source);
        }
    }

    private void checkDependencies(String name, JsonNode service) {
        service.path("depends_on").properties().forEach(dependency -> {
            JsonNode other = compose.path("services").path(dependency.getKey());
            require(other.isObject(), name + " depends on the unknown service " + dependency.getKey());
            String condition = dependency.getValue().path("condition").asText();
            boolean possible = switch (condition) {
                case "service_healthy" -> other.has("healthcheck");
                case "service_completed_successfully" -> !other.has("restart");
                default -> false;
            };
            require(possible, name + " waits for " + dependency.getKey() + " to be " + condition + ", which never is");
        });
    }

    private void checkOwnService(String name, JsonNode service) {
        require(
                service.at("/build/args/SERVICE").asText().equals(name + "-service"),
                name + " must be built from " + name + "-service");
        require(service.path("read_only").asBoolean(), name + " must be read_only");
        require(service.path("cap_drop").toString().equals("[\"ALL\"]"), name + " must drop all capabilities");
        require(service.has("healthcheck"), name + " needs a healthcheck");
        Set<String> known = ServiceSettings.variablesOf(name);
        service.path("environment")
                .fieldNames()
                .forEachRemaining(variable ->
                        require(known.contains(variable), name + "." + variable + " is no setting of the service"));
    }

    private void require(boolean held, String rule) {
        if (!held) {
            problems.add(rule);
        }
    }
}
