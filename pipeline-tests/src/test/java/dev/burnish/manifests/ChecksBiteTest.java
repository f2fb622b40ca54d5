package dev.burnish.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks the real manifests in one place each: a check that has stopped looking is noticed. */
class ChecksBiteTest {
    static Stream<Arguments> brokenManifests() {
        return Stream.of(
                broken("Deployment", "/spec/template/spec/containers/0", c -> c.put("imagee", "x"), "imagee"),
                broken("Deployment", "/spec", spec -> spec.remove("selector"), "selector"),
                broken("Deployment", "", deployment -> deployment.put("apiVersion", "apps/v1beta1"), "apps/v1"),
                broken("Service", "/spec", spec -> spec.put("portz", 1), "portz"),
                broken("NetworkPolicy", "/metadata", metadata -> metadata.remove("name"), "metadata.name"),
                broken("KafkaTopic", "/spec", spec -> spec.put("partition", 1), "partition"),
                broken("KafkaTopic", "", topic -> topic.put("apiVersion", "kafka.strimzi.io/v1beta2"), "io/v1"),
                broken("ConfigMap", "", map -> map.put("kind", "ConfigurationMap"), "ConfigurationMap"));
    }

    @ParameterizedTest
    @MethodSource("brokenManifests")
    void schemasFindWhatIsWrong(JsonNode manifest, String expected) {
        assertThat(KubernetesSchema.problems(manifest)).anyMatch(problem -> problem.contains(expected));
    }

    static Stream<Arguments> brokenDeployments() {
        String pod = "/spec/template/spec";
        String container = pod + "/containers/0";
        return Stream.of(
                broken("Deployment", pod + "/securityContext", s -> s.put("runAsNonRoot", false), "runAsNonRoot"),
                broken("Deployment", pod + "/securityContext", s -> s.put("runAsUser", 0), "runAsUser"),
                broken("Deployment", pod, spec -> spec.remove("automountServiceAccountToken"), "automount"),
                broken("Deployment", pod, spec -> spec.put("hostNetwork", true), "host's namespaces"),
                broken("Deployment", container, c -> c.remove("securityContext"), "readOnlyRootFilesystem"),
                broken("Deployment", container, c -> c.remove("volumeMounts"), "/tmp"),
                broken(
                        "Deployment",
                        container + "/ports/0",
                        port -> port.put("containerPort", 80),
                        "http must be 8080"),
                broken(
                        "Deployment",
                        container + "/livenessProbe/httpGet",
                        g -> g.put("path", "/q/health/ready"),
                        "livenessProbe"),
                broken("Deployment", container + "/startupProbe/httpGet", g -> g.put("port", "http"), "startupProbe"),
                broken("Deployment", container + "/resources", r -> r.remove("limits"), "memory must be limited"),
                broken("Deployment", container + "/env/0", e -> e.put("name", "QUARKUS_DATASOURCE_JDBC"), "no setting"),
                broken(
                        "Deployment",
                        container + "/env/2",
                        e -> e.put("value", "secret").remove("valueFrom"),
                        "from a secret"),
                broken(
                        "Deployment",
                        "/spec/selector/matchLabels",
                        l -> l.put("app.kubernetes.io/name", "x"),
                        "selector"));
    }

    @ParameterizedTest
    @MethodSource("brokenDeployments")
    void workloadRulesFindWhatIsWrong(JsonNode deployment, String expected) {
        assertThat(WorkloadRules.problems(deployment, KubernetesTest.sharedSettings()))
                .anyMatch(problem -> problem.contains(expected));
    }

    static Stream<Arguments> brokenComposeFiles() {
        return Stream.of(
                compose("", top -> top.put("version", "3"), "unknown key version"),
                compose("/services/formatting", s -> s.put("enviroment", "x"), "unknown key enviroment"),
                compose("/services/formatting", s -> s.put("image", "burnish/formatting"), "its tag"),
                compose("/services/formatting", s -> s.put("read_only", false), "read_only"),
                compose("/services/formatting/environment", e -> e.put("KAFKA_SERVERS", "x"), "no setting"),
                compose(
                        "/services/formatting/environment",
                        e -> e.put("BURNISH_API_KEYS", "acme:00"),
                        "BURNISH_API_KEYS"),
                compose("/services/postgres", s -> s.remove("healthcheck"), "to be service_healthy, which never is"),
                compose("/services", s -> s.remove("bucket"), "unknown service bucket"),
                compose("/volumes", v -> v.remove("kafka"), "unknown volume kafka"));
    }

    @ParameterizedTest
    @MethodSource("brokenComposeFiles")
    void composeRulesFindWhatIsWrong(JsonNode compose, String expected) {
        assertThat(ComposeRules.problems(compose)).anyMatch(problem -> problem.contains(expected));
    }

    private static Arguments broken(String kind, String at, Consumer<ObjectNode> change, String expected) {
        return changed(Manifests.ofKind(kind).findFirst().orElseThrow(), at, change, expected);
    }

    private static Arguments compose(String at, Consumer<ObjectNode> change, String expected) {
        return changed(Manifests.compose(), at, change, expected);
    }

    private static Arguments changed(JsonNode document, String at, Consumer<ObjectNode> change, String expected) {
        JsonNode copy = document.deepCopy();
        change.accept((ObjectNode) copy.at(at));
        return Arguments.of(copy, expected);
    }
}
