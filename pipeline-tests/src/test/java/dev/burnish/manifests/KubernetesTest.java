package dev.burnish.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KubernetesTest {
    @TestFactory
    Stream<DynamicTest> everyManifestFitsItsSchema() {
        return Manifests.base().stream()
                .map(manifest -> DynamicTest.dynamicTest(
                        manifest.path("kind").asText() + " " + Manifests.name(manifest),
                        () -> assertThat(KubernetesSchema.problems(manifest)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> everyDeploymentKeepsTheRules() {
        return Manifests.ofKind("Deployment")
                .map(deployment -> DynamicTest.dynamicTest(
                        Manifests.name(deployment),
                        () -> assertThat(WorkloadRules.problems(deployment, sharedSettings()))
                                .isEmpty()));
    }

    static JsonNode sharedSettings() {
        return Manifests.ofKind("ConfigMap").findFirst().orElseThrow().path("data");
    }

    @Test
    void theBaseHoldsEveryFileAndEveryService() {
        JsonNode kustomization =
                Manifests.read(Manifests.BASE.resolve("kustomization.yaml")).getFirst();

        assertThat(texts(kustomization.path("resources"))).containsExactlyInAnyOrderElementsOf(Manifests.baseFiles());
        assertThat(kustomization
                        .path("images")
                        .valueStream()
                        .map(image -> image.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES.stream()
                        .map(service -> "burnish/" + service)
                        .toList());
        assertThat(Manifests.ofKind("Deployment").map(Manifests::name))
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES);
    }

    @Test
    void everyServiceLeadsToItsPodsButNotToTheirManagementPort() {
        assertThat(Manifests.ofKind("Service").map(Manifests::name))
                .containsExactlyInAnyOrderElementsOf(Manifests.SERVICES);
        assertThat(Manifests.ofKind("Service")).allSatisfy(service -> {
            assertThat(service.at("/spec/selector/app.kubernetes.io~1name").asText())
                    .isEqualTo(Manifests.name(service));
            assertThat(service.at("/spec/ports")
                            .valueStream()
                            .map(port -> port.path("targetPort").asText()))
                    .containsExactly("http");
        });
    }

    @Test
    void everyKindOfEventAndEveryServicesDeadLettersHaveATopic() {
        Stream<String> expected = Stream.concat(
                Arrays.stream(EventType.values()).map(EventType::topic),
                Manifests.SERVICES.stream().map(Topics::deadLetters));

        assertThat(Manifests.ofKind("KafkaTopic").map(Manifests::name))
                .containsExactlyInAnyOrderElementsOf(expected.toList());
    }

    @Test
    void theTopicsThatKeepTheNewestEventOfEachSubjectAreCompacted() {
        List<String> compacted = Arrays.stream(EventType.values())
                .filter(EventType::compacted)
                .map(EventType::topic)
                .toList();

        assertThat(Manifests.ofKind("KafkaTopic")
                        .filter(topic ->
                                topic.at("/spec/config/cleanup.policy").asText().equals("compact"))
                        .map(Manifests::name))
                .containsExactlyInAnyOrderElementsOf(compacted);
    }

    @Test
    void theIngressRoutesAsPromised() {
        Map<String, String> routes = new HashMap<>();
        JsonNode ingress = Manifests.ofKind("Ingress").findFirst().orElseThrow();
        for (JsonNode path : ingress.at("/spec/rules/0/http/paths")) {
            assertThat(path.path("pathType").asText()).isEqualTo("Prefix");
            routes.put(
                    path.path("path").asText(), path.at("/backend/service/name").asText());
        }

        assertThat(routes).isEqualTo(Routes.SERVICES);
    }

    @Test
    void anIngressOfItsOwnRoutesWhatOthersAnswerWithinJobs() {
        JsonNode ingress = Manifests.ofKind("Ingress")
                .filter(candidate -> Manifests.name(candidate).equals("burnish-within-jobs"))
                .findFirst()
                .orElseThrow();
        Map<String, String> routes = new HashMap<>();
        for (JsonNode path : ingress.at("/spec/rules/0/http/paths")) {
            assertThat(path.path("path").asText()).endsWith("$");
            routes.put(
                    path.path("path").asText().replaceFirst("\\$$", ""),
                    path.at("/backend/service/name").asText());
        }

        assertThat(ingress.at("/metadata/annotations/nginx.ingress.kubernetes.io~1use-regex")
                        .asText())
                .isEqualTo("true");
        assertThat(routes).isEqualTo(Routes.WITHIN_JOBS);
    }

    @Test
    void theNetworkIsClosedButForWhatIsListed() {
        JsonNode deny = policy("default-deny");
        assertThat(deny.at("/spec/podSelector").isEmpty()).isTrue();
        assertThat(texts(deny.at("/spec/policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deny.path("spec").has("ingress") || deny.path("spec").has("egress"))
                .isFalse();

        assertThat(policy("parts")
                        .at("/spec/podSelector/matchLabels/app.kubernetes.io~1part-of")
                        .asText())
                .isEqualTo("burnish");
        assertThat(texts(policy("api").at("/spec/podSelector/matchExpressions/0/values")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Routes.SERVICES.values().stream(), Routes.WITHIN_JOBS.values().stream())
                                .distinct()
                                .toList());
        assertThat(Manifests.ofKind("NetworkPolicy").flatMap(policy -> policy.findValues("ipBlock").stream()))
                .isEmpty();
    }

    @Test
    void ingestionAloneMayCallAnotherServiceWhichIsFormatting() {
        String address = "http://formatting:" + WorkloadRules.PORTS.get("http");
        assertThat(Manifests.ofKind("Deployment")
                        .filter(deployment -> Manifests.name(deployment).equals("ingestion"))
                        .flatMap(deployment -> deployment
                                .at("/spec/template/spec/containers/0/env")
                                .valueStream())
                        .filter(variable -> variable.path("name").asText().equals("BURNISH_FORMATTING_URL"))
                        .map(variable -> variable.path("value").asText()))
                .containsExactly(address);

        assertThat(podOf(policy("estimates-asked").at("/spec"))).isEqualTo("ingestion");
        assertThat(podOf(policy("estimates-asked").at("/spec/egress/0/to/0"))).isEqualTo("formatting");
        assertThat(podOf(policy("estimates-answered").at("/spec"))).isEqualTo("formatting");
        assertThat(podOf(policy("estimates-answered").at("/spec/ingress/0/from/0")))
                .isEqualTo("ingestion");
        assertThat(Manifests.ofKind("NetworkPolicy")
                        .flatMap(policy -> policy.at("/spec/egress").valueStream())
                        .flatMap(rule -> rule.path("to").valueStream())
                        .map(KubernetesTest::podOf)
                        .filter(Manifests.SERVICES::contains))
                .containsExactly("formatting");
    }

    private static String podOf(JsonNode peer) {
        return peer.at("/podSelector/matchLabels/app.kubernetes.io~1name").asText();
    }

    @Test
    void theNamespaceEnforcesTheRestrictedStandard() {
        assertThat(Manifests.ofKind("Namespace")
                        .map(namespace -> namespace
                                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                                .asText()))
                .containsExactly("restricted");
    }

    @Test
    void theGpuComponentPatchesWhatTheBaseHas() {
        JsonNode patch = Manifests.read(Manifests.HOME.resolve("k8s/components/gpu/training.yaml"))
                .getFirst();
        JsonNode container = patch.at("/spec/template/spec/containers/0");

        assertThat(KubernetesSchema.problems(withTheBasesSelector(patch))).isEmpty();
        assertThat(Manifests.name(patch)).isEqualTo("training");
        assertThat(container.path("name").asText()).isEqualTo("training");
        assertThat(container
                        .path("resources")
                        .path("limits")
                        .path("nvidia.com/gpu")
                        .asInt())
                .isEqualTo(1);
        assertThat(ServiceSettings.variablesOf("training"))
                .contains(container.at("/env/0/name").asText());
    }

    /** A patch names only what it changes; the schema also wants what the base has already. */
    private static JsonNode withTheBasesSelector(JsonNode patch) {
        ObjectNode whole = patch.deepCopy();
        JsonNode base = Manifests.ofKind("Deployment")
                .filter(deployment -> Manifests.name(deployment).equals(Manifests.name(patch)))
                .findFirst()
                .orElseThrow();
        ((ObjectNode) whole.path("spec")).set("selector", base.at("/spec/selector"));
        return whole;
    }

    private static JsonNode policy(String name) {
        return Manifests.ofKind("NetworkPolicy")
                .filter(policy -> Manifests.name(policy).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
